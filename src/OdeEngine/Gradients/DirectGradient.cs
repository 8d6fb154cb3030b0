using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>Discretise, then optimise, with shared steps: walks the recorded steps backwards over the tapes kept from the forward solve.</summary>
internal sealed class DirectGradient : IGradientPass
{
    private readonly IStateArithmetic _arithmetic;
    private readonly CountedField _field;
    private readonly int _batch;
    private readonly TapeRecord _record;
    private readonly DiscreteAdjoint _adjoint;
    private readonly IFieldTape?[] _tapes;

    public DirectGradient(in GradientPlan plan)
    {
        var (layout, blocks) = (plan.Layout, plan.Blocks);
        _arithmetic = plan.Forward.Arithmetic;
        _field = plan.Field;
        _batch = layout.Batch;
        _record = new TapeRecord(plan.Field, layout.Batch, blocks.Memory);
        var schedule = plan.Solve.Solver.NewSchedule(plan.Solve);
        _adjoint = new DiscreteAdjoint(plan.Field, _arithmetic, schedule, () => blocks.New(layout.Batch, layout.Features));
        _tapes = new IFieldTape?[schedule.MaxNew];
    }

    public ISolveRecorder Recorder => _record;
    public DenseOutput? Path => null;

    public GradientEnd Run(in GradientRequest request)
    {
        var log = _record.Log;
        _field.Pass = EvaluationPass.Backward;
        _adjoint.Begin();
        for (var i = log.Count - 1; i >= 0; i--)
        {
            var scheme = log.Scheme(i);
            _adjoint.AddOutputs(request.OutputsBar, scheme, log.Outputs(i), log.Steps(i));
            for (var slope = 0; slope < scheme.New; slope++)
                _tapes[slope] = _record.Tape(i, slope);
            _arithmetic.SetSteps(log.Steps(i));
            _adjoint.Transpose(scheme, _tapes, request.ParameterBar);
        }
        _adjoint.Close(_record.InitialTape, request.ParameterBar);
        request.AddStart(_adjoint.YBar, _arithmetic, new RowRange(0, 0, _batch));
        return GradientEnd.Ok;
    }

    public void Dispose() => _record.Dispose();
}
