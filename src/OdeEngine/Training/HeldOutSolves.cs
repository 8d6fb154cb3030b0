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

    /// <summary>Null when nothing is held out, NaN when the solve fails: the trained field is then useless there, which is no failure of training.</summary>
    public double? ValidationLoss()
    {
        if (workload.Validation is not { } path)
            return null;
        return _solve.Forward(path.Start, path.Times).Status is SolveStatus.Ok ? path.Loss(_solve.Outputs, null) : double.NaN;
    }

    /// <summary>Null when the solve fails.</summary>
    public FitCurves? Fit()
    {
        using var start = StateBlock.Zeros(1, workload.Features, plan.ElementType);
        BlockMemory.BytesOf(workload.FitStart.Start).CopyTo(BlockMemory.BytesOf(start));
        var steps = _solve.KeepSteps(MostSteps);
        if (_solve.Forward(start, workload.FitTimes).Status is not SolveStatus.Ok)
            return null;
        using var outputs = _solve.Outputs.Tensor.to_type(TorchSharp.torch.ScalarType.Float64);
        var states = outputs.data<double>().ToArray();
        return workload.Fit(states) with
        {
            Steps = steps.Trace,
            Portrait = workload.Plane is { } plane ? PhasePortrait.Of(plane, field, workload.FitTimes[0], states) : null,
        };
    }

    public void Dispose() => _solve.Dispose();
}
