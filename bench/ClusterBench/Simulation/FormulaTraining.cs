using System.Security.Cryptography;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Running;
using Orchestrator.SearchBench.Curves;

namespace Orchestrator.Simulation;

/// <summary>What a simulated device says of a training: its learning curve by formula, its checkpoints with nothing but an iteration.</summary>
internal static class FormulaTraining
{
    private const double ShortestEpoch = 0.01;
    private const double LongestEpoch = 0.05;

    public static int ResumedAt(AttemptWork work) => work.ResumeFrom is { } saved ? BitConverter.ToInt32(saved.Content.Span) : 0;

    /// <summary>From the run's own values.</summary>
    public static double SecondsOf(RunPlan plan, int iterations)
        => iterations * (ShortestEpoch + ((LongestEpoch - ShortestEpoch) * plan.Settings.Training.Optimizer.Beta1));

    public static double LeastSecondsOf(int iterations) => iterations * ShortestEpoch;

    /// <summary>Of all passes together.</summary>
    public static long EvaluationsOf(int iterations) => 120L * iterations;

    public static Observation Observation(RunPlan plan, int iteration)
    {
        var optimizer = plan.Settings.Training.Optimizer;
        var loss = PeerCurve.Loss(optimizer.LearningRate, optimizer.Beta1, iteration);
        var (seconds, half) = (SecondsOf(plan, iteration), EvaluationsOf(iteration) / 2);
        return new Observation(
            iteration, loss, loss, half, half, 0, half, 10L * iteration, 0, 0.01, 0.1,
            new PhaseSeconds(0, 0.4 * seconds, 0.6 * seconds, 0, 0, 0, 0), 1 << 20, null);
    }

    /// <summary>The end of an attempt that was told to stop, with a checkpoint where one is wanted.</summary>
    public static Outcome Stopped(IAttemptFeed feed, StopReason reason, int iteration)
    {
        if (reason == StopReason.Cancelled) return new Outcome.Cancelled();
        var content = BitConverter.GetBytes(iteration);
        if (reason == StopReason.Interrupted) feed.Checkpointed(new SavedCheckpoint(iteration, content, Convert.ToHexStringLower(SHA256.HashData(content))));
        return new Outcome.Interrupted();
    }
}
