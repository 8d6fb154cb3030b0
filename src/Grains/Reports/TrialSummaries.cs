using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports;

/// <summary>The rows of the comparison table.</summary>
internal static class TrialSummaries
{
    public static TrialSummary Of(TrialHistory history, Measures measures, int replicates, bool paretoOptimal)
    {
        var failed = history.Runs.Where(run => run.Status == RunStatus.Failed).ToArray();
        var completed = history.Completed.Count();
        var pruned = history.Runs.Count(run => run.Status == RunStatus.Pruned);
        return new(
            history.Number,
            history.Trial.Assignment,
            replicates,
            completed,
            failed.GroupBy(run => run.Cause ?? FailureCause.Internal).ToImmutableDictionary(group => group.Key, group => group.Count()),
            Math.Max(0, replicates - completed - failed.Length - pruned),
            [.. measures.Objectives.Select(objective => history.Estimate(objective.Metric))],
            history.Estimate(Metrics.NfeForward),
            history.Estimate(Metrics.NfeBackward),
            history.Estimate(Metrics.Seconds),
            history.Estimate(measures.PeakMemory),
            history.Estimate(Metrics.ForwardMilliseconds),
            history.Estimate(Metrics.BackwardMilliseconds),
            paretoOptimal)
        { Pruned = pruned };
    }
}
