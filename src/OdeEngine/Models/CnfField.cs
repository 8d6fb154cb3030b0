using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// Continuous normalising flow with the exact trace, on the CPU, for states of few features: rows [z | l], z' = MLP([z, t]) with tanh between
/// its layers, l' = −tr ∂z'/∂z. The trace comes from one forward tangent per feature; the product runs all of it backwards by hand.
/// </summary>
/// <remarks>Grathwohl, Chen, Bettencourt, Sutskever, Duvenaud, "FFJORD" (2019), eq. 4, with the trace summed exactly.</remarks>
internal sealed unsafe class CnfField<T> : IVectorField, IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MlpShape _shape;
    private readonly PackedWeights<T> _weights;
    private readonly CnfBackward<T> _backward;
    private readonly UnpaddedProduct<T> _product = new();
    private readonly NativeBuffer<T> _zeros;
    private CnfTape<T>? _scratch;
    private NativeBuffer<T> _flow = new(0);

    /// <param name="shape">A network of at least two layers from [z, t] to z, no power.</param>
    /// <param name="parameters">Its parameters; the field owns them.</param>
    public CnfField(MlpShape shape, ParameterBlock parameters)
    {
        if (shape.Layers.Length < 2 || shape.Power != 1 || !shape.TimeInput)
            throw new ArgumentException($"A flow needs a network of at least two layers over [z, t] without a power; given were {shape.Layers.Length} layers, power {shape.Power}, time input {shape.TimeInput}.", nameof(shape));
        (_shape, Parameters) = (shape, parameters);
        _weights = new PackedWeights<T>(shape);
        _backward = new CnfBackward<T>(shape);
        _zeros = new NativeBuffer<T>(DenseKernels.Padded<T>(shape.WidestLayer));
    }

    public int Features => _shape.Features + 1;
    public ParameterBlock Parameters { get; }
    public bool DependsOnTime => true;
    public IFieldTape NewTape(int batch) => new CnfTape<T>(_shape, batch);

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        if (_scratch?.Batch != y.Batch)
        {
            _scratch?.Dispose();
            _scratch = new CnfTape<T>(_shape, y.Batch);
        }
        Linearize(t, y, dydt, _scratch);
    }

    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape)
    {
        var own = (CnfTape<T>)tape;
        if (y.Features != Features || dydt.Features != Features || dydt.Batch != y.Batch || own.Batch != y.Batch)
            throw new ArgumentException($"The state is [{y.Batch}, {y.Features}], the slope [{dydt.Batch}, {dydt.Features}], the tape for batches of {own.Batch}; this field works on [batch, {Features}], the same batch everywhere.");
        _weights.Follow(Parameters);
        ReadInput(t, BlockMemory.Of<T>(y), own);
        var last = _shape.Layers.Length - 1;
        for (var k = 0; k < last; k++)
            Hidden(k, own);
        WriteSlopes(own, BlockMemory.Of<T>(dydt));
    }

    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into)
    {
        _weights.Follow(Parameters);
        _backward.Add((CnfTape<T>)tape, _weights, BlockMemory.Of<T>(cotangent), into);
    }

    public void BeginPass() => _weights.BeginPass(Parameters);
    public void EndPass() => _weights.EndPass();

    public void Dispose()
    {
        _weights.Dispose();
        _backward.Dispose();
        _product.Dispose();
        _zeros.Dispose();
        _scratch?.Dispose();
        _flow.Dispose();
        Parameters.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadInput(in SolveTime t, ReadOnlySpan<T> y, CnfTape<T> tape)
    {
        var rows = tape.Input(0);
        for (var r = 0; r < rows.Count; r++)
        {
            y.Slice(r * Features, _shape.Features).CopyTo(new Span<T>(rows.At(r), _shape.Features));
            rows.At(r)[_shape.Features] = T.CreateTruncating(t.Of(r));
        }
    }

    private void Hidden(int k, CnfTape<T> tape)
    {
        ref readonly var layer = ref _weights[k];
        var values = tape.Input(k + 1);
        DenseKernels.Spread(tape.Input(k), layer.Inputs, layer.ByInput, layer.Bias, values, default(Activate<T, TanhActivation<T>>));
        for (var j = 0; j < _shape.Features; j++)
        {
            var after = tape.After(k + 1, j);
            if (k == 0)
                FirstTangent(values, layer.ByInput + ((nint)j * layer.PaddedOutputs), after);
            else
                DenseKernels.Spread(tape.After(k, j), layer.Inputs, layer.ByInput, _zeros.Start, after, new TangentThroughTanh<T>(values.Start, tape.Before(k + 1, j)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FirstTangent(in Rows<T> values, T* column, in Rows<T> after)
    {
        for (var r = 0; r < values.Count; r++)
            for (var c = 0; c < values.Stride; c += Vector512<T>.Count)
            {
                var value = Vector512.Load(values.At(r) + c);
                (TanhActivation<T>.Slope(value, value) * Vector512.Load(column + c)).Store(after.At(r) + c);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteSlopes(CnfTape<T> tape, Span<T> slopes)
    {
        var last = _shape.Layers.Length - 1;
        ref readonly var output = ref _weights[last];
        var (batch, features) = (tape.Batch, _shape.Features);
        if (_flow.Length < batch * features)
        {
            _flow.Dispose();
            _flow = new NativeBuffer<T>(batch * features);
        }
        var flow = new Rows<T>(_flow.Start, batch, features);
        _product.Write(tape.Input(last), output.Inputs, output.ByInput, output.ByOutput, output.Bias, flow);
        for (var r = 0; r < batch; r++)
        {
            var trace = Vector512<T>.Zero;
            for (var j = 0; j < features; j++)
            {
                slopes[(r * Features) + j] = flow.At(r)[j];
                var (tangent, row) = ((nint)tape.After(last, j).At(r), (nint)(output.ByOutput + ((nint)j * output.PaddedInputs)));
                for (var c = 0; c < output.PaddedInputs; c += Vector512<T>.Count)
                    trace = VectorMath.MultiplyAdd(Vector512.Load((T*)tangent + c), Vector512.Load((T*)row + c), trace);
            }
            slopes[(r * Features) + features] = -Vector512.Sum(trace);
        }
    }
}
