using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// The exact gradient where samples step on their own: every recorded step is linearised again from its stored states, with a step of zero
/// for the samples that did not take it, and transposed. One evaluation per slope is counted as recomputed.
/// </summary>
internal sealed class IndependentDirectGradient : IGradientPass
{
    private readonly CountedField _field;
    private readonly IStateArithmetic _arithmetic;
    private readonly int _batch;
    private readonly StateRecord _record;
    private readonly DiscreteAdjoint _adjoint;
    private readonly StateBlock _interior;
    private readonly StateBlock _stage;
    private readonly StateBlock[] _slopes;
    private readonly IFieldTape[] _tapes;
    private readonly IFieldTape?[] _newTapes;
    private readonly double[] _times;
    private readonly double[] _weights = new double[StepScheme.MaxSlots];

    public IndependentDirectGradient(in GradientPlan plan)
    {
        var (layout, blocks, field) = (plan.Layout, plan.Blocks, plan.Field);
        _field = field;
        _arithmetic = plan.Forward.Arithmetic;
        _batch = layout.Batch;
        _record = new StateRecord(new ArithmeticRows(_arithmetic, layout.Batch, layout.Features), blocks);
        var schedule = plan.Solve.Solver.NewSchedule(plan.Solve);
        _adjoint = new DiscreteAdjoint(field, _arithmetic, schedule, () => blocks.New(layout.Batch, layout.Features));
        (_interior, _stage) = (blocks.New(layout.Batch, layout.Features), blocks.New(layout.Batch, layout.Features));
        _slopes = [.. Enumerable.Range(0, schedule.MaxNew + 1).Select(_ => blocks.New(layout.Batch, layout.Features))];
        _tapes = [.. _slopes.Select(_ => field.NewTape(layout.Batch))];
        _newTapes = new IFieldTape?[schedule.MaxNew];
        _times = new double[layout.Batch];
    }

    public ISolveRecorder Recorder => _record;

    public GradientEnd Run(in GradientRequest request)
    {
        _adjoint.Begin();
        for (var i = _record.Count - 1; i >= 0; i--)
        {
            var scheme = _record.Scheme!;
            _arithmetic.SetSteps(_record.Steps(i));
            var interior = AddOutputs(request.OutputsBar, i, scheme);
            Linearize(i, scheme, _adjoint.HasSlopeBarAtEnd);
            _field.Pass = EvaluationPass.Backward;
            _adjoint.Transpose(scheme, _newTapes, interior, request.ParameterBar);
            // The slope at the start of this step is its own here, not the last one of the step before.
            _adjoint.Close(_tapes[0], request.ParameterBar);
        }
        request.AddStart(_adjoint.YBar, _arithmetic, new RowRange(0, 0, _batch));
        return GradientEnd.Ok;
    }

    public void Dispose()
    {
        foreach (var tape in _tapes)
            tape.Dispose();
    }

    private void Linearize(int step, StepScheme scheme, bool lastToo)
    {
        _field.Pass = EvaluationPass.Recomputed;
        var y = _record.State(step);
        var times = _record.Times(step);
        var steps = _record.Steps(step);
        _field.Linearize(new SolveTime(times), y, _slopes[0], _tapes[0]);
        var count = lastToo ? scheme.New : scheme.New - 1;
        Array.Clear(_newTapes);
        for (var row = 0; row < count; row++)
        {
            for (var lane = 0; lane < _batch; lane++)
                _times[lane] = times[lane] + scheme.Node(row) * steps[lane];
            _arithmetic.Combine(_stage, y, Scaling.Step, scheme.Row(row), _slopes.AsSpan(0, scheme.Row(row).Length));
            _field.Linearize(new SolveTime(_times), _stage, _slopes[row + 1], _newTapes[row] = _tapes[row + 1]);
        }
    }

    private StateBlock? AddOutputs(StateBlock outputsBar, int step, StepScheme scheme)
    {
        StateBlock? interior = null;
        foreach (var output in _record.OutputsOf(step))
        {
            var rows = new RowRange(output.Output * _batch + output.Lane, output.Lane, 1);
            if (output.Theta == 1)
            {
                _arithmetic.AddRows(_adjoint.YBar, outputsBar, rows, 1);
                continue;
            }
            if (interior is null)
                _arithmetic.Fill(interior = _interior, 0);
            _arithmetic.AddRows(interior, outputsBar, rows, 1);
            var weights = _weights.AsSpan(0, scheme.Slots);
            scheme.Interpolant.WeightsAt(output.Theta, weights);
            for (var slot = 0; slot < weights.Length; slot++)
                if (weights[slot] != 0)
                    _adjoint.AddToSlopeBar(scheme, slot, new SlotContribution(outputsBar, rows, _record.Steps(step)[output.Lane] * weights[slot]));
        }
        return interior;
    }
}
