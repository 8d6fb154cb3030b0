using System.Collections.Immutable;
using Orchestrator.Client.Listings;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Results;

/// <summary>The CSV form of a sweep's result: one row per trial, estimates as mean, low, high.</summary>
internal static class ComparisonColumns
{
    public static ImmutableArray<Column<TrialSummary>> Of(ComparisonTable table) =>
    [
        new("sweep_id", _ => table.SweepId),
        new("trial", trial => trial.Number),
        .. table.Keys.Select(key => new Column<TrialSummary>(key, trial => trial.Assignment.FirstOrDefault(assigned => assigned.Path == key)?.Value)),
        new("replicates", trial => trial.Replicates),
        new("completed", trial => trial.Completed),
        new("failed", trial => trial.Failures.Values.Sum()),
        new("unfinished", trial => trial.Unfinished),
        new("pareto_optimal", trial => trial.ParetoOptimal),
        new("front_probability", trial => trial.FrontProbability),
        .. table.Objectives.SelectMany((objective, index) => Spread(objective.Metric, trial => trial.Objectives[index])),
        .. Spread("nfe_forward", trial => trial.NfeForward),
        .. Spread("nfe_backward", trial => trial.NfeBackward),
        .. Spread("wall_seconds", trial => trial.WallSeconds),
        .. Spread("peak_bytes", trial => trial.PeakBytes),
    ];

    /// <summary>A mean over no values is no value; a missing interval likewise.</summary>
    private static IEnumerable<Column<TrialSummary>> Spread(string name, Func<TrialSummary, Estimate> read) =>
    [
        new($"{name}_mean", trial => read(trial) is { Count: > 0 } estimate ? estimate.Mean : null),
        new($"{name}_low", trial => read(trial) is { Count: > 1 } estimate ? estimate.Low : null),
        new($"{name}_high", trial => read(trial) is { Count: > 1 } estimate ? estimate.High : null),
        new($"{name}_not_finite", trial => read(trial).NotFinite),
    ];
}
