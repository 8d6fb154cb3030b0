using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// The way back through a flow: the tangents first, from the trace to the first layer, gathering what falls to the activations' slopes;
/// then the network itself with that added.
/// </summary>
internal sealed unsafe class CnfBackward<T>(MlpShape shape) : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _widest = DenseKernels.Padded<T>(shape.WidestLayer);
    private readonly LayerGradients<T> _gradients = new(shape);
    private readonly NativeBuffer<T> _zeros = new(DenseKernels.Padded<T>(shape.WidestLayer));
    private readonly UnpaddedProduct<T> _product = new();
    private NativeBuffer<T> _rows = new(0);
    private NativeBuffer<T> _slopeBars = new(0);
    private int _batch;

    private int Last => shape.Layers.Length - 1;

    public void Add(CnfTape<T> tape, PackedWeights<T> weights, ReadOnlySpan<T> cotangent, in VjpTargets into)
    {
        if (cotangent.Length != tape.Batch * (shape.Features + 1))
            throw new ArgumentException($"The cotangent has {cotangent.Length} values, the tape is of a state of {tape.Batch * (shape.Features + 1)}.", nameof(cotangent));
        Reserve(tape.Batch);
        _slopeBars.Span.Clear();
        fixed (T* parameterBar = into.ParameterBar is { } block ? BlockMemory.Of<T>(block) : [])
        {
            for (var j = 0; j < shape.Features; j++)
                AddTangent(j, tape, weights, cotangent, parameterBar);
            AddNetwork(tape, weights, cotangent, into, parameterBar);
        }
    }

    public void Dispose()
    {
        _gradients.Dispose();
        _zeros.Dispose();
        _product.Dispose();
        _rows.Dispose();
        _slopeBars.Dispose();
    }

    private void Reserve(int batch)
    {
        if (batch == _batch)
            return;
        _rows.Dispose();
        _slopeBars.Dispose();
        _batch = batch;
        _rows = new NativeBuffer<T>(2 * batch * _widest);
        _slopeBars = new NativeBuffer<T>(shape.Layers.Length * batch * _widest);
    }

    /// <summary>Two row buffers taken in turn.</summary>
    private Rows<T> Room(int turn, int stride) => new(_rows.Start + ((nint)(turn & 1) * _batch * _widest), _batch, stride);

    private T* SlopeBar(int layer) => _slopeBars.Start + ((nint)layer * _batch * _widest);

    private void AddTangent(int direction, CnfTape<T> tape, PackedWeights<T> weights, ReadOnlySpan<T> cotangent, T* parameterBar)
    {
        var bar = Room(Last, weights[Last].PaddedInputs);
        FromTrace(direction, tape, weights, cotangent, bar, parameterBar);
        for (var k = Last - 1; k > 0; k--)
        {
            ref readonly var layer = ref weights[k];
            if (parameterBar != null)
                _gradients.AddWeights(tape.After(k, direction), bar, layer, parameterBar + shape.Layers[k].WeightOffset);
            var before = Room(k, layer.PaddedInputs);
            var values = tape.Input(k).Start;
            if (k > 1)
                DenseKernels.Spread(bar, layer.Outputs, layer.ByOutput, _zeros.Start, before, new TangentBackThroughTanh<T>(values, tape.Before(k, direction), SlopeBar(k)));
            else
            {
                DenseKernels.Spread(bar, layer.Outputs, layer.ByOutput, _zeros.Start, before, default(AsIs<T>));
                ThroughFirst(before, values, weights[0].ByInput + ((nint)direction * weights[0].PaddedOutputs));
            }
            bar = before;
        }
        if (parameterBar != null)
            _gradients.AddSum(bar, weights[0], parameterBar + shape.Layers[0].WeightOffset + direction, shape.Layers[0].Inputs);
    }

    /// <summary>l' = −Σ W[j]·V[j]: into W's row j, and through V to U in front of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FromTrace(int direction, CnfTape<T> tape, PackedWeights<T> weights, ReadOnlySpan<T> cotangent, in Rows<T> bar, T* parameterBar)
    {
        ref readonly var output = ref weights[Last];
        var row = output.ByOutput + ((nint)direction * output.PaddedInputs);
        var after = tape.After(Last, direction);
        for (var r = 0; r < bar.Count; r++)
        {
            var traceBar = -cotangent[(r * (shape.Features + 1)) + shape.Features];
            var factor = Vector512.Create(traceBar);
            for (var c = 0; c < bar.Stride; c += Vector512<T>.Count)
                (factor * Vector512.Load(row + c)).Store(bar.At(r) + c);
            if (parameterBar == null)
                continue;
            var target = parameterBar + shape.Layers[Last].WeightOffset + ((nint)direction * output.Inputs);
            var tangent = after.At(r);
            for (var i = 0; i < output.Inputs; i++)
                target[i] += traceBar * tangent[i];
        }
        var values = tape.Input(Last).Start;
        if (Last == 1)
            ThroughFirst(bar, values, weights[0].ByInput + ((nint)direction * weights[0].PaddedOutputs));
        else
            Through(bar, new TangentBackThroughTanh<T>(values, tape.Before(Last, direction), SlopeBar(Last)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Through(in Rows<T> bar, TangentBackThroughTanh<T> tanh)
    {
        var count = (nint)bar.Count * bar.Stride;
        for (nint i = 0; i < count; i += Vector512<T>.Count)
            tanh.Apply(Vector512.Load(bar.Start + i), i).Store(bar.Start + i);
    }

    /// <summary>Behind the first layer the tangent before the activation is the same column for every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ThroughFirst(in Rows<T> bar, T* values, T* column)
    {
        var slopeBar = SlopeBar(1);
        for (var r = 0; r < bar.Count; r++)
            for (var c = 0; c < bar.Stride; c += Vector512<T>.Count)
            {
                var offset = ((nint)r * bar.Stride) + c;
                var incoming = Vector512.Load(bar.Start + offset);
                VectorMath.MultiplyAdd(incoming, Vector512.Load(column + c), Vector512.Load(slopeBar + offset)).Store(slopeBar + offset);
                var value = Vector512.Load(values + offset);
                (incoming * TanhActivation<T>.Slope(value, value)).Store(bar.Start + offset);
            }
    }

    private void AddNetwork(CnfTape<T> tape, PackedWeights<T> weights, ReadOnlySpan<T> cotangent, in VjpTargets into, T* parameterBar)
    {
        var bar = Room(Last, weights[Last].PaddedOutputs);
        for (var r = 0; r < bar.Count; r++)
        {
            var row = new Span<T>(bar.At(r), bar.Stride);
            cotangent.Slice(r * (shape.Features + 1), shape.Features).CopyTo(row);
            row[shape.Features..].Clear();
        }
        for (var k = Last; k >= 0; k--)
        {
            ref readonly var layer = ref weights[k];
            if (parameterBar != null)
            {
                _gradients.AddWeights(tape.Input(k), bar, layer, parameterBar + shape.Layers[k].WeightOffset);
                _gradients.AddSum(bar, layer, parameterBar + shape.Layers[k].BiasOffset, 1);
            }
            if (k == 0)
                break;
            var before = Room(k - 1, layer.PaddedInputs);
            DenseKernels.Spread(bar, layer.Outputs, layer.ByOutput, _zeros.Start, before, new BackThroughTanhAndSlope<T>(tape.Input(k).Start, SlopeBar(k)));
            bar = before;
        }
        AddInput(bar, weights[0], into);
    }

    private void AddInput(in Rows<T> bar, in PackedLayer<T> first, in VjpTargets into)
    {
        var inputBar = new Rows<T>(Room(1, first.Inputs).Start, bar.Count, first.Inputs);
        _product.Write(bar, first.Outputs, first.ByOutput, first.ByInput, _zeros.Start, inputBar);
        var yBar = BlockMemory.Of<T>(into.YBar);
        for (var r = 0; r < bar.Count; r++)
        {
            for (var i = 0; i < shape.Features; i++)
                yBar[(r * (shape.Features + 1)) + i] += inputBar.At(r)[i];
            if (!into.TBar.IsEmpty)
                into.TBar[into.TBar.Length == 1 ? 0 : r] += double.CreateTruncating(inputBar.At(r)[shape.Features]);
        }
    }
}
