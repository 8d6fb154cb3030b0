using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Models;

/// <summary>Adds the gradients of dense layers to flat parameter gradients, W [outputs, inputs] row-major and b, from padded rows.</summary>
internal sealed unsafe class LayerGradients<T>(MlpShape shape) : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NativeBuffer<T> _padded = new(shape.Layers.Max(layer => Math.Max(
        layer.Inputs * DenseKernels.Padded<T>(layer.Outputs), layer.Outputs * DenseKernels.Padded<T>(layer.Inputs))));

    /// <summary>weightBar += Σᵣ bar[r]ᵀ·input[r].</summary>
    public void AddWeights(in Rows<T> input, in Rows<T> bar, in PackedLayer<T> layer, T* weightBar)
    {
        if (layer.Inputs == layer.PaddedInputs)
            DenseKernels.Outer(bar, layer.Outputs, input, weightBar);
        else if (layer.Inputs > layer.Outputs)
            AddByOutput(input, bar, layer, weightBar);
        else
            AddByInput(input, bar, layer, weightBar);
    }

    /// <summary>target[i · stride] += Σᵣ bar[r, i], for the layer's outputs i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddSum(in Rows<T> bar, in PackedLayer<T> layer, T* target, int stride)
    {
        _padded.Span[..layer.PaddedOutputs].Clear();
        DenseKernels.SumRows(bar, _padded.Start);
        if (stride == 1)
            AddTo(target, _padded.Start, layer.Outputs);
        else
            for (var o = 0; o < layer.Outputs; o++)
                target[(nint)o * stride] += _padded.Start[o];
    }

    public void Dispose() => _padded.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddByOutput(in Rows<T> input, in Rows<T> bar, in PackedLayer<T> layer, T* weightBar)
    {
        _padded.Span[..(layer.Outputs * layer.PaddedInputs)].Clear();
        DenseKernels.Outer(bar, layer.Outputs, input, _padded.Start);
        for (var o = 0; o < layer.Outputs; o++)
            AddTo(weightBar + ((nint)o * layer.Inputs), _padded.Start + ((nint)o * layer.PaddedInputs), layer.Inputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddByInput(in Rows<T> input, in Rows<T> bar, in PackedLayer<T> layer, T* weightBar)
    {
        _padded.Span[..(layer.Inputs * layer.PaddedOutputs)].Clear();
        DenseKernels.Outer(input, layer.Inputs, bar, _padded.Start);
        for (var i = 0; i < layer.Inputs; i++)
        {
            var row = _padded.Start + ((nint)i * layer.PaddedOutputs);
            var column = weightBar + i;
            for (var o = 0; o < layer.Outputs; o++)
                column[(nint)o * layer.Inputs] += row[o];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(T* target, T* values, int count)
    {
        var i = 0;
        for (; i + Vector512<T>.Count <= count; i += Vector512<T>.Count)
            (Vector512.Load(target + i) + Vector512.Load(values + i)).Store(target + i);
        for (; i < count; i++)
            target[i] += values[i];
    }
}
