using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// The weights of an MLP again, padded to whole vectors and in both orientations, as the kernels read them.
/// The flat parameters stay the only truth: <see cref="Follow"/> compares them bit by bit with the packed copy and repacks after any change,
/// whoever made it. Within a pass once is enough: comparing at every call costs small networks a tenth of their time.
/// </summary>
internal sealed unsafe class PackedWeights<T> : IDisposable where T : unmanaged
{
    private readonly MlpShape _shape;
    private readonly NativeBuffer<T> _packed;
    private readonly NativeBuffer<T> _seen;
    private readonly PackedLayer<T>[] _layers;
    private bool _filled;
    private bool _settled;

    public PackedWeights(MlpShape shape)
    {
        _shape = shape;
        _seen = new NativeBuffer<T>(shape.ParameterCount);
        _packed = new NativeBuffer<T>(shape.Layers.Sum(PackedLayer<T>.Length));
        _layers = new PackedLayer<T>[shape.Layers.Length];
        var start = _packed.Start;
        for (var k = 0; k < _layers.Length; k++)
        {
            _layers[k] = new PackedLayer<T>(shape.Layers[k], start);
            start += PackedLayer<T>.Length(shape.Layers[k]);
        }
    }

    public ref readonly PackedLayer<T> this[int layer] => ref _layers[layer];
    public long Bytes => _packed.Bytes + _seen.Bytes;

    public void BeginPass(ParameterBlock parameters)
    {
        EndPass();
        Follow(parameters);
        _settled = true;
    }

    public void EndPass() => _settled = false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(ParameterBlock parameters)
    {
        if (!_settled)
            Refresh(BlockMemory.Of<T>(parameters.Block));
    }

    private void Refresh(ReadOnlySpan<T> parameters)
    {
        var seen = _seen.Span;
        if (_filled && MemoryMarshal.AsBytes(parameters).SequenceEqual(MemoryMarshal.AsBytes(seen)))
            return;
        parameters.CopyTo(seen);
        for (var k = 0; k < _layers.Length; k++)
            _layers[k].Fill(parameters, _shape.Layers[k]);
        _filled = true;
    }

    public void Dispose()
    {
        _packed.Dispose();
        _seen.Dispose();
    }
}

/// <summary>Pointers to one packed layer. ByInput: [inputs, padded outputs]; ByOutput: [outputs, padded inputs]; Bias: [padded outputs].</summary>
internal readonly unsafe struct PackedLayer<T> where T : unmanaged
{
    public PackedLayer(DenseLayer layer, T* start)
    {
        Inputs = layer.Inputs;
        Outputs = layer.Outputs;
        PaddedInputs = DenseKernels.Padded<T>(layer.Inputs);
        PaddedOutputs = DenseKernels.Padded<T>(layer.Outputs);
        ByInput = start;
        ByOutput = ByInput + ((nint)Inputs * PaddedOutputs);
        Bias = ByOutput + ((nint)Outputs * PaddedInputs);
    }

    public int Inputs { get; }
    public int Outputs { get; }
    public int PaddedInputs { get; }
    public int PaddedOutputs { get; }
    public T* ByInput { get; }
    public T* ByOutput { get; }
    public T* Bias { get; }

    public static int Length(DenseLayer layer)
        => (layer.Inputs * DenseKernels.Padded<T>(layer.Outputs)) + (layer.Outputs * DenseKernels.Padded<T>(layer.Inputs)) + DenseKernels.Padded<T>(layer.Outputs);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(ReadOnlySpan<T> parameters, DenseLayer layer)
    {
        var weights = parameters.Slice(layer.WeightOffset, layer.WeightCount);
        for (var o = 0; o < Outputs; o++)
        {
            var row = weights.Slice(o * Inputs, Inputs);
            row.CopyTo(new Span<T>(ByOutput + ((nint)o * PaddedInputs), Inputs));
            var column = ByInput + o;
            for (var i = 0; i < row.Length; i++)
                column[(nint)i * PaddedOutputs] = row[i];
        }
        parameters.Slice(layer.BiasOffset, Outputs).CopyTo(new Span<T>(Bias, Outputs));
    }
}
