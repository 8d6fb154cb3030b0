using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Workloads;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// Between observed paths, which lie on the processor, and a training that computes elsewhere: starts go there, outputs come back to be compared. Where both
/// are the same nothing is copied.
/// </summary>
internal sealed class PathBridge(ComputeDevice device, int batch, int features, ScalarType elementType) : IDisposable
{
    private readonly StateBlock? _start = device.OnTensors ? StateBlock.Zeros(batch, features, elementType, device) : null;
    private StateBlock? _outputs;
    private StateBlock? _outputsBar;

    /// <summary>The path's start [batch, features] on the device. It is good until the next call.</summary>
    public StateBlock Start(ObservedPath path)
    {
        if (_start is null)
            return path.Start;
        _start.Tensor.copy_(path.Start.Tensor);
        return _start;
    }

    /// <summary>As <see cref="ObservedPath.Loss"/>, of blocks on the device. Waits for it.</summary>
    public double Loss(ObservedPath path, StateBlock outputs, StateBlock? outputsBar)
    {
        if (_start is null)
            return path.Loss(outputs, outputsBar);
        var own = Room(ref _outputs, outputs);
        var bar = outputsBar is null ? null : Room(ref _outputsBar, outputsBar);
        own.Tensor.copy_(outputs.Tensor);
        var loss = path.Loss(own, bar);
        if (bar is not null)
            outputsBar!.Tensor.copy_(bar.Tensor);
        return loss;
    }

    public void Dispose()
    {
        _start?.Dispose();
        _outputs?.Dispose();
        _outputsBar?.Dispose();
    }

    private StateBlock Room(ref StateBlock? block, StateBlock partner)
    {
        if (block?.Batch == partner.Batch)
            return block;
        block?.Dispose();
        return block = StateBlock.OnHost(partner.Batch, partner.Features, partner.ElementType, device);
    }
}
