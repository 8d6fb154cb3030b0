using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>Discretise, then optimise, with shared steps: walks the recorded steps backwards over the tapes kept from the forward solve.</summary>
internal sealed class DirectGradient : IGradientPass
{
    private readonly Integrator _integrator;
    private readonly CountedField _field;
    private readonly int _batch;
    private readonly TapeRecord _record;
    private readonly DiscreteAdjoint _adjoint;
    private readonly StateBlock _interior;
    private readonly IFieldTape?[] _tapes;
    private readonly double[] _step = new double[1];
    private readonly double[] _weights = new double[StepScheme.MaxSlots];

    public DirectGradient(in GradientPlan plan)
    {
        var (layout, blocks) = (plan.Layout, plan.Blocks);
        _integrator = plan.Forward;
        _field = plan.Field;
        _batch = layout.Batch;
        _record = new TapeRecord(plan.Field, layout.Batch, blocks.Memory);
        var schedule = plan.Solve.Solver.NewSchedule(plan.Solve);
        _adjoint = new DiscreteAdjoint(plan.Field, _integrator.Arithmetic, schedule, () => blocks.New(layout.Batch, layout.Features));
        _interior = blocks.New(layout.Batch, layout.Features);
        _tapes = new IFieldTape?[schedule.MaxNew];
    }

    public ISolveRecorder Recorder => _record;

    public GradientEnd Run(in GradientRequest request)
    {
        var arithmetic = _integrator.Arithmetic;
        var whole = new RowRange(0, 0, _batch);
        _field.Pass = EvaluationPass.Backward;
        _adjoint.Begin();
        for (var i = _record.Steps.Count - 1; i >= 0; i--)
        {
            var step = _record.Steps[i];
            var interior = AddOutputs(request.OutputsBar, step, _record.OutputsOf(i));
            for (var slope = 0; slope < step.Scheme.New; slope++)
                _tapes[slope] = _record.Tape(i, slope);
            _step[0] = step.Step;
            arithmetic.SetSteps(_step);
            _adjoint.Transpose(step.Scheme, _tapes, interior, request.ParameterBar);
        }
        _adjoint.Close(_record.InitialTape, request.ParameterBar);
        request.AddStart(_adjoint.YBar, arithmetic, whole);
        return GradientEnd.Ok;
    }

    public void Dispose() => _record.Dispose();

    /// <summary>∂L/∂outputs of a step into its state and slope bars; the block for the state at its start, or null if nothing went there.</summary>
    private StateBlock? AddOutputs(StateBlock outputsBar, in RecordedStep step, ReadOnlySpan<RecordedOutput> outputs)
    {
        var arithmetic = _integrator.Arithmetic;
        StateBlock? interior = null;
        foreach (var output in outputs)
        {
            var rows = new RowRange(output.Output * _batch, 0, _batch);
            if (output.Theta == 1)
            {
                arithmetic.AddRows(_adjoint.YBar, outputsBar, rows, 1);
                continue;
            }
            if (interior is null)
                arithmetic.Fill(interior = _interior, 0);
            arithmetic.AddRows(interior, outputsBar, rows, 1);
            var weights = _weights.AsSpan(0, step.Scheme.Slots);
            step.Scheme.Interpolant.WeightsAt(output.Theta, weights);
            for (var slot = 0; slot < weights.Length; slot++)
                if (weights[slot] != 0)
                    _adjoint.AddToSlopeBar(step.Scheme, slot, new SlotContribution(outputsBar, rows, step.Step * weights[slot]));
        }
        return interior;
    }
}
