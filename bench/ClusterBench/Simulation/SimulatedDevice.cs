using System.Security.Cryptography;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;
using Orchestrator.SearchBench.Curves;

namespace Orchestrator.Simulation;

/// <summary>A device that answers with learning curves by formula. Everything around it is the product's own.</summary>
internal sealed class SimulatedDevice(IPacing pacing) : IRunExecutor
{
    private const double ShortestEpoch = 0.01;
    private const double LongestEpoch = 0.05;

    /// <summary>No two observations of a run follow each other faster.</summary>
    public static TimeSpan Least(int iterations) => TimeSpan.FromSeconds(ShortestEpoch * iterations);

    public Outcome Execute(AttemptWork work, IAttemptFeed feed)
    {
        var training = work.Plan.Settings.Training;
        var said = work.ResumeFrom is { } saved ? BitConverter.ToInt32(saved.Content.Span) : 0;
        for (var iteration = said + 1; iteration <= training.Iterations; iteration++)
        {
            var observation = Observation(work.Plan, iteration);
            var isJudged = feed.WantsReport(iteration, observation.NfeTotal, TimeSpan.FromSeconds(observation.Seconds.Total));
            if (!isJudged && iteration % training.ReportEvery != 0 && iteration != training.Iterations) continue;
            pacing.Plan(work.Plan.Id, (iteration - said) * EpochOf(work.Plan));
            said = iteration;
            if (isJudged) pacing.ObserveJudged(work.Plan.Id, observation, feed);
            else feed.Observed(observation);
            if (feed.Stop is { } reason) return Stopped(feed, reason, iteration);
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

    /// <summary>From the run's own values, so that no two runs keep step.</summary>
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
