using System.Numerics;
using System.Runtime.CompilerServices;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// MLP on the CPU as vectorised loops on the memory of the blocks: no library call, no managed allocation. For networks small enough that
/// a library call costs more than the arithmetic (<see cref="VectorFields.LargestManagedProduct"/>).
/// </summary>
internal sealed unsafe class ManagedMlpField<T, TActivation> : IOwnedField
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TActivation : struct, IActivation<T>
{
    private readonly MlpShape _shape;
    private readonly PackedWeights<T> _weights;
    private readonly MlpBackward<T, TActivation> _backward;
    private readonly UnpaddedProduct<T> _product = new();
    private ManagedMlpTape<T> _scratch;

    public ManagedMlpField(MlpShape shape, ParameterBlock parameters)
    {
        _shape = shape;
        Parameters = parameters;
        _weights = new PackedWeights<T>(shape);
        _backward = new MlpBackward<T, TActivation>(shape);
        _scratch = new ManagedMlpTape<T>(shape, 1, SlopeMemory.None);
    }

    public int Features => _shape.Features;
    public ParameterBlock Parameters { get; }
    public bool DependsOnTime => _shape.TimeInput;
    public IFieldTape NewTape(int batch) => new ManagedMlpTape<T>(_shape, batch, TActivation.SlopeNeedsArgument ? SlopeMemory.Kept : SlopeMemory.None);

    public void Evaluate(in SolveTime t, StateBlock y, StateBlock dydt)
    {
        if (_scratch.Batch < y.Batch)
        {
            _scratch.Dispose();
            _scratch = new ManagedMlpTape<T>(_shape, y.Batch, SlopeMemory.None);
        }
        Forward(t, y, dydt, _scratch, default(KeepNoSlopes));
    }

    public void Linearize(in SolveTime t, StateBlock y, StateBlock dydt, IFieldTape tape)
    {
        var own = (ManagedMlpTape<T>)tape;
        if (own.Batch != y.Batch)
            throw new ArgumentException($"The tape is for batches of {own.Batch}, the state has {y.Batch} rows; ask NewTape({y.Batch}) for one.", nameof(tape));
        Forward(t, y, dydt, own, default(KeepSlopes));
    }

    public void Vjp(IFieldTape tape, StateBlock cotangent, in VjpTargets into)
    {
        _weights.Follow(Parameters);
        _backward.Add((ManagedMlpTape<T>)tape, _weights, BlockMemory.Of<T>(cotangent), into);
    }

    public void BeginPass() => _weights.BeginPass(Parameters);
    public void EndPass() => _weights.EndPass();

    public void Dispose()
    {
        _weights.Dispose();
        _backward.Dispose();
        _product.Dispose();
        _scratch.Dispose();
        Parameters.Dispose();
    }

    private void Forward<TKeep>(in SolveTime t, StateBlock y, StateBlock dydt, ManagedMlpTape<T> tape, TKeep keep) where TKeep : struct, IKeep
    {
        if (y.Features != Features || dydt.Features != Features || dydt.Batch != y.Batch)
            throw new ArgumentException($"The state is [{y.Batch}, {y.Features}] and the slope [{dydt.Batch}, {dydt.Features}]; this field works on [batch, {Features}].");
        _weights.Follow(Parameters);
        ReadInput(t, BlockMemory.Of<T>(y), tape);
        var last = _shape.Layers.Length - 1;
        for (var k = 0; k < last; k++)
        {
            var from = tape.Input(k, y.Batch);
            var to = tape.Input(k + 1, y.Batch);
            ref readonly var layer = ref _weights[k];
            if (keep.Slopes && TActivation.SlopeNeedsArgument)
                DenseKernels.Spread(from, layer.Inputs, layer.ByInput, layer.Bias, to, new ActivateKeepingSlope<T, TActivation>(tape.Slopes(k + 1)));
            else
                DenseKernels.Spread(from, layer.Inputs, layer.ByInput, layer.Bias, to, default(Activate<T, TActivation>));
        }
        ref readonly var output = ref _weights[last];
        fixed (T* slopes = BlockMemory.Of<T>(dydt))
            _product.Write(tape.Input(last, y.Batch), output.Inputs, output.ByInput, output.ByOutput, output.Bias, new Rows<T>(slopes, y.Batch, Features));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadInput(in SolveTime t, ReadOnlySpan<T> y, ManagedMlpTape<T> tape)
    {
        var batch = y.Length / Features;
        if (_shape.Power > 1)
            y.CopyTo(new Span<T>(tape.State, y.Length));
        var rows = tape.Input(0, batch);
        for (var r = 0; r < batch; r++)
        {
            var row = rows.At(r);
            if (_shape.Power == 1)
                y.Slice(r * Features, Features).CopyTo(new Span<T>(row, Features));
            else
                for (var i = 0; i < Features; i++)
                    row[i] = WholePower.Of(y[(r * Features) + i], _shape.Power);
            if (_shape.TimeInput)
                row[Features] = T.CreateTruncating(t.Of(r));
        }
    }

    private interface IKeep { bool Slopes { get; } }
    private readonly struct KeepSlopes : IKeep { public bool Slopes => true; }
    private readonly struct KeepNoSlopes : IKeep { public bool Slopes => false; }
}
