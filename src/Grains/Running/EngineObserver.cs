using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Telemetry;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Running;

/// <summary>Hands what the engine says to the attempt's feed, in the orchestrator's words.</summary>
/// <param name="peak">Null where process and device are shared: their memory says nothing about one run then.</param>
/// <param name="rules">Stop the run on the iteration of the report that breaks one, so that it ends the same wherever it runs.</param>
internal sealed class EngineObserver(IAttemptFeed feed, IPeakMemory? peak, RuleWatch rules, AttemptWatch watch) : ITrainingObserver
{
    public Observation? Last { get; private set; }

    public bool ShouldStop => feed.Stop is not null || rules.Broken is not null;

    public void Observed(TrainingObservation o)
    {
        var t = o.Times;
        Last = new Observation(
            o.Iteration, o.TrainingLoss, o.ValidationLoss,
            o.Evaluations.Forward, o.Evaluations.Backward, o.Evaluations.Recomputed, o.Evaluations.VectorJacobianProducts,
            o.AcceptedSteps, o.RejectedSteps, o.SmallestStep, o.LargestStep,
            new PhaseSeconds(
                t.Data.TotalSeconds, t.Forward.TotalSeconds, t.Backward.TotalSeconds, t.Optimizer.TotalSeconds, t.Overhead.TotalSeconds,
                t.WarmUp.TotalSeconds, t.WarmUpIterations),
            o.EnginePeakBytes, peak?.ReadBytes())
        {
            Stiffness = o.Stiffness,
            GradientError = o.GradientError,
        };
        watch.Saw(Last);
        feed.Observed(Last);
        rules.Observed(Last);
    }

    public TraceDepth TraceOf(int iteration, TraceDepth usual) => watch.TraceOf(iteration, usual);

    public bool WantsReport(int iteration, FunctionEvaluations evaluations, TimeSpan elapsed) => feed.WantsReport(iteration, evaluations.Total, elapsed);

    public bool WantsFit() => feed.FitDue();

    public void Fitted(int iteration, FitCurves? fit) => feed.Fitted(fit is null ? null : new LiveFit(iteration, StoredFit.Text(fit)));

    public bool WantsCheckpoint(int iteration) => feed.CheckpointDue;

    public void Checkpointed(TrainingCheckpoint checkpoint)
    {
        // Such a run never goes on.
        if (rules.Broken is null && feed.Stop is not (StopReason.Cancelled or StopReason.Superseded or StopReason.Pruned))
            feed.Checkpointed(new SavedCheckpoint(checkpoint.Iteration, checkpoint.Content, checkpoint.Sha256));
    }
}
