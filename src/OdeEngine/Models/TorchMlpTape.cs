using Orchestrator.OdeEngine.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Models;

/// <summary>Buffers of one evaluation on libtorch: the state, the input of every layer, slopes behind the activations, room for the way back.</summary>
internal sealed class TorchMlpTape : IFieldTape
{
    private readonly MlpShape _shape;
    private readonly List<Tensor> _all = [];
    private readonly Tensor _state;
    private readonly Tensor _powered;
    private readonly Tensor _poweredBar;
    private readonly Tensor? _times;
    private readonly Tensor? _timesBar;
    private readonly Tensor? _hostTimes;

    public TorchMlpTape(MlpShape shape, int batch, Tensor like)
    {
        _shape = shape;
        Batch = batch;
        _state = New(like, batch, shape.Features);
        Ones = Own(torch.ones([batch], dtype: like.dtype, device: like.device));
        Inputs = [.. shape.Layers.Select(layer => New(like, batch, layer.Inputs))];
        InputBars = [.. shape.Layers.Select(layer => New(like, batch, layer.Inputs))];
        Slopes = [.. shape.Layers.Select((layer, k) => k == 0 ? Ones : New(like, batch, layer.Inputs))];
        _powered = Own(Inputs[0].narrow(1, 0, shape.Features));
        _poweredBar = Own(InputBars[0].narrow(1, 0, shape.Features));
        if (!shape.TimeInput)
            return;
        _times = Own(Inputs[0].narrow(1, shape.Features, 1));
        _timesBar = Own(InputBars[0].narrow(1, shape.Features, 1));
        _hostTimes = Own(torch.zeros([batch, 1], dtype: ScalarType.Float64));
    }

    public int Batch { get; }
    public Tensor Ones { get; }
    public Tensor[] Inputs { get; }
    public Tensor[] InputBars { get; }
    public Tensor[] Slopes { get; }
    public long Bytes => _all.Where(tensor => tensor.is_contiguous()).Sum(tensor => tensor.numel() * tensor.element_size());

    public void Read(in SolveTime t, StateBlock y)
    {
        if (y.Batch != Batch || y.Features != _shape.Features)
            throw new ArgumentException($"The state is [{y.Batch}, {y.Features}]; this tape is for [{Batch}, {_shape.Features}].");
        _state.copy_(y.Tensor);
        _powered.copy_(_state);
        for (var k = 1; k < _shape.Power; k++)
            _powered.mul_(_state);
        if (_times is null)
            return;
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(_hostTimes!.bytes);
        for (var r = 0; r < values.Length; r++)
            values[r] = t.Of(r);
        _times.copy_(_hostTimes);
    }

    /// <summary>The cotangent of the first layer's input, taken back through the power and the time column.</summary>
    public void AddInput(Tensor inputBar, in VjpTargets into)
    {
        if (_timesBar is not null && !into.TBar.IsEmpty)
        {
            _hostTimes!.copy_(_timesBar);
            var bars = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(_hostTimes.bytes);
            for (var r = 0; r < bars.Length; r++)
                into.TBar[into.TBar.Length == 1 ? 0 : r] += bars[r];
        }
        var stateBar = _shape.TimeInput ? _poweredBar : inputBar;
        for (var k = 1; k < _shape.Power; k++)
            stateBar.mul_(_state);
        using var power = ((double)_shape.Power).ToScalar();
        into.YBar.Tensor.add_(stateBar, power);
    }

    public void Dispose()
    {
        foreach (var tensor in _all)
            tensor.Dispose();
    }

    private Tensor New(Tensor like, int rows, int columns) => Own(torch.zeros([rows, columns], dtype: like.dtype, device: like.device));

    private Tensor Own(Tensor tensor)
    {
        _all.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }
}
