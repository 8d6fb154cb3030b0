using System.Security.Cryptography;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;
using Orchestrator.SearchBench.Curves;

namespace Orchestrator.Simulation;

/// <summary>A device that answers with learning curves by formula. Everything around it is the product's own.</summary>
internal sealed class SimulatedDevice : IRunExecutor
{
    private const double ShortestEpoch = 0.01;
    private const double LongestEpoch = 0.05;

    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        var training = work.Plan.Settings.Training;
        var resumed = work.ResumeFrom is { } saved ? BitConverter.ToInt32(saved.Content.Span) : 0;
        for (var iteration = resumed + 1; iteration <= training.Iterations; iteration++)
        {
            if (iteration % training.ReportEvery != 0 && iteration != training.Iterations) continue;
            if (feed.Stop is { } reason) return Stopped(feed, reason, iteration - 1);
            feed.Observed(Observation(work.Plan, iteration));
        }
        return new Outcome.Completed(null);
    }

    private static Outcome Stopped(IAttemptFeed feed, StopReason reason, int iteration)
    {
        if (reason == StopReason.Cancelled) return new Outcome.Cancelled();
        var content = BitConverter.GetBytes(iteration);
        if (reason == StopReason.Interrupted) feed.Checkpointed(new SavedCheckpoint(iteration, content, Convert.ToHexStringLower(SHA256.HashData(content))));
        return new Outcome.Interrupted();
    }

    /// <summary>From the run's own values: what the ledger says of its training, which takes no time.</summary>
    private static TimeSpan EpochOf(RunPlan plan) => TimeSpan.FromSeconds(ShortestEpoch + ((LongestEpoch - ShortestEpoch) * plan.Settings.Training.Optimizer.Beta1));

    private static Observation Observation(RunPlan plan, int iteration)
    {
        var optimizer = plan.Settings.Training.Optimizer;
        var loss = PeerCurve.Loss(optimizer.LearningRate, optimizer.Beta1, iteration);
        var seconds = EpochOf(plan).TotalSeconds * iteration;
        return new Observation(
            iteration, loss, loss, 60L * iteration, 60L * iteration, 0, 60L * iteration, 10L * iteration, 0, 0.01, 0.1,
            new PhaseSeconds(0, 0.4 * seconds, 0.6 * seconds, 0, 0, 0, 0), 1 << 20, null);
    }
}
