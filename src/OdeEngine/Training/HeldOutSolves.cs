using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Workloads;

namespace Orchestrator.OdeEngine.Training;

/// <summary>Solves that measure and do not train: validation and the fit curves, both single trajectories with the plan's own solver.</summary>
internal sealed class HeldOutSolves(IWorkload workload, MlpField field, TrainingPlan plan) : IDisposable
{
    /// <summary>Steps of the fit's solve that are kept for its figure.</summary>
    private const int MostSteps = 500;

    private readonly PreparedSolve _solve = new(new CountedField(field), 1, plan.Solve, null, StateArithmetic.For);
    private readonly PathBridge _bridge = new(plan.Device, 1, workload.Features, plan.ElementType);

    /// <summary>Null when nothing is held out, NaN when the solve fails: the trained field is then useless there, which is no failure of training.</summary>
    public double? ValidationLoss()
    {
        if (workload.Validation is not { } path)
            return null;
        return _solve.Forward(_bridge.Start(path), path.Times).Status is SolveStatus.Ok ? _bridge.Loss(path, _solve.Outputs, null) : double.NaN;
    }

    /// <summary>Null when the solve fails.</summary>
    public FitCurves? Fit()
    {
        var steps = _solve.KeepSteps(MostSteps);
        if (_solve.Forward(_bridge.Start(workload.FitStart), workload.FitTimes).Status is not SolveStatus.Ok)
            return null;
        var states = _solve.Outputs.ToDoubles();
        return workload.Fit(states) with
        {
            Steps = steps.Trace,
            Portrait = workload.Plane is { } plane ? PhasePortrait.Of(plane, field, workload.FitTimes[0], states) : null,
        };
    }

    public void Dispose()
    {
        _bridge.Dispose();
        _solve.Dispose();
    }
}
