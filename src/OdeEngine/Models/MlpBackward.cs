using System.Numerics;
using System.Runtime.CompilerServices;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>The way back through all layers of a managed MLP: aᵀ∂f/∂θ, aᵀ∂f/∂y and aᵀ∂f/∂t, added to what is there.</summary>
internal sealed unsafe class MlpBackward<T, TActivation> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation<T>
{
    private readonly MlpShape _shape;
    private readonly int _widest;
    private readonly NativeBuffer<T> _zeros;
    private readonly LayerGradients<T> _gradients;
    private readonly UnpaddedProduct<T> _product = new();
    private NativeBuffer<T> _rows;
    private int _batch;

    public MlpBackward(MlpShape shape)
    {
        _shape = shape;
        _widest = DenseKernels.Padded<T>(shape.WidestLayer);
        _zeros = new NativeBuffer<T>(_widest);
        _gradients = new LayerGradients<T>(shape);
        _rows = new NativeBuffer<T>(0);
    }

    public void Add(ManagedMlpTape<T> tape, PackedWeights<T> weights, ReadOnlySpan<T> cotangent, in VjpTargets into)
    {
        var batch = cotangent.Length / _shape.Features;
        if (batch != tape.Batch)
            throw new ArgumentException($"The cotangent has {batch} rows, the tape {tape.Batch}.", nameof(cotangent));
        Reserve(batch);
        var k = _shape.Layers.Length - 1;
        var bar = Room(0, batch, weights[k].PaddedOutputs);
        ReadCotangent(cotangent, bar);
        for (; k >= 0; k--)
        {
            ref readonly var layer = ref weights[k];
            if (into.ParameterBar is { } parameterBar)
                AddParameters(tape.Input(k, batch), bar, layer, BlockMemory.Of<T>(parameterBar).Slice(_shape.Layers[k].WeightOffset));
            if (k == 0)
                break;
            var before = Room(_shape.Layers.Length - k, batch, layer.PaddedInputs);
            if (TActivation.SlopeNeedsArgument)
                DenseKernels.Spread(bar, layer.Outputs, layer.ByOutput, _zeros.Start, before, new TimesSlope<T>(tape.Slopes(k)));
            else
                DenseKernels.Spread(bar, layer.Outputs, layer.ByOutput, _zeros.Start, before, new TimesSlopeOfValue<T, TActivation>(tape.Input(k, batch).Start));
            bar = before;
        }
        AddInput(tape, bar, weights[0], into);
    }

    public void Dispose()
    {
        _zeros.Dispose();
        _gradients.Dispose();
        _rows.Dispose();
        _product.Dispose();
    }

    private void Reserve(int batch)
    {
        if (batch <= _batch)
            return;
        _rows.Dispose();
        _rows = new NativeBuffer<T>(2 * batch * _widest);
        _batch = batch;
    }

    /// <summary>Two row buffers taken in turn.</summary>
    private Rows<T> Room(int turn, int batch, int stride) => new(_rows.Start + ((nint)(turn & 1) * _batch * _widest), batch, stride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadCotangent(ReadOnlySpan<T> cotangent, in Rows<T> bar)
    {
        var features = _shape.Features;
        for (var r = 0; r < bar.Count; r++)
        {
            var row = new Span<T>(bar.At(r), bar.Stride);
            cotangent.Slice(r * features, features).CopyTo(row);
            row[features..].Clear();
        }
    }

    private void AddParameters(in Rows<T> input, in Rows<T> bar, in PackedLayer<T> layer, Span<T> target)
    {
        fixed (T* weightBar = target)
        {
            _gradients.AddWeights(input, bar, layer, weightBar);
            _gradients.AddSum(bar, layer, weightBar + ((nint)layer.Inputs * layer.Outputs), 1);
        }
    }

    /// <summary>Back through the first layer, the power and the time column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddInput(ManagedMlpTape<T> tape, in Rows<T> bar, in PackedLayer<T> first, in VjpTargets into)
    {
        var features = _shape.Features;
        var inputBar = new Rows<T>(Room(_shape.Layers.Length, bar.Count, first.Inputs).Start, bar.Count, first.Inputs);
        _product.Write(bar, first.Outputs, first.ByOutput, first.ByInput, _zeros.Start, inputBar);
        var yBar = BlockMemory.Of<T>(into.YBar);
        var slope = T.CreateTruncating(_shape.Power);
        for (var r = 0; r < bar.Count; r++)
        {
            var row = inputBar.At(r);
            for (var i = 0; i < features; i++)
            {
                var at = (r * features) + i;
                yBar[at] += _shape.Power == 1 ? row[i] : row[i] * slope * WholePower.Of(tape.State[at], _shape.Power - 1);
            }
            if (_shape.TimeInput && !into.TBar.IsEmpty)
                into.TBar[into.TBar.Length == 1 ? 0 : r] += double.CreateTruncating(row[features]);
        }
    }
}
