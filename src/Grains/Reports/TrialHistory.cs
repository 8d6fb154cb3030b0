using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>A trial with its runs, ordered by replicate.</summary>
internal sealed record TrialHistory(TrialRow Trial, ImmutableArray<RunRow> Runs)
{
    public int Number => Trial.Number;

    /// <summary>Runs whose last observation is a result.</summary>
    public IEnumerable<RunRow> Completed => Runs.Where(run => run is { Status: RunStatus.Completed, Last: not null });

    /// <summary>A run failed or was pruned: the completed ones alone would be a flattering choice, so the trial is shown and never ranked.</summary>
    public bool IsRanked => Completed.Any() && !Runs.Any(run => run.Status is RunStatus.Failed or RunStatus.Pruned);

    public Estimate Estimate(Metric metric) => Estimates.Of(Completed.Select(run => metric.Read(run.Last!)));

    /// <summary>The means that rank this trial as costs (smaller is better), or null if it must not be ranked by them.</summary>
    public ImmutableArray<double>? Costs(ImmutableArray<MeasuredObjective> objectives)
    {
        if (!IsRanked) return null;
        var estimates = objectives.Select(objective => (objective, Value: Estimate(objective.Metric))).ToArray();
        if (estimates.Any(entry => !entry.Value.IsSound())) return null;
        return [.. estimates.Select(entry => entry.objective.Cost(entry.Value.Mean))];
    }

    /// <summary>One history per trial, in trial order, whatever order the rows come in.</summary>
    public static ImmutableArray<TrialHistory> Of(IEnumerable<TrialRow> trials, IEnumerable<RunRow> runs)
    {
        var byTrial = runs.ToLookup(run => run.Id.TrialNumber);
        return [.. trials.OrderBy(trial => trial.Number)
            .Select(trial => new TrialHistory(trial, [.. byTrial[trial.Number].OrderBy(run => run.Id.Replicate)]))];
    }
}

/// <summary>An objective with the metric it names.</summary>
internal sealed record MeasuredObjective(Metric Metric, Goal Goal)
{
    public double Cost(double value) => Goal == Goal.Maximize ? -value : value;

    public string Superlative => Goal == Goal.Maximize ? "highest" : "lowest";
}
