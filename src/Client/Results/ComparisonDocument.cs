using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Results;

/// <summary>The JSON form of a sweep's result (docs/console.md describes it; names never change, new ones may come).</summary>
internal sealed record ComparisonDocument(
    string SweepId, string Name, SweepStatus Status, string? Reason, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt,
    ImmutableArray<Objective> Objectives, ImmutableArray<TrialDocument> Trials, ImmutableArray<DifferenceDocument> Differences,
    double? Hypervolume, bool MemoryExclusive, ImmutableArray<string> Reading, ImmutableArray<string> Notes,
    ImmutableArray<double> HypervolumeReference, ImmutableArray<VolumePoint> HypervolumeHistory, ImmutableArray<MetricImportance> Importance,
    ImmutableArray<Inheritance> Lineage)
{
    public static ComparisonDocument From(SweepRow sweep, ComparisonTable table) => new(
        sweep.Id, sweep.Name, sweep.Status, sweep.Reason, sweep.SubmittedAt, sweep.EndedAt, table.Objectives,
        [.. table.Trials.Select(trial => TrialDocument.From(trial, table.Objectives))], [.. table.Differences.Select(DifferenceDocument.From)],
        table.Hypervolume, table.MemoryExclusive, table.Reading, table.Notes, table.HypervolumeReference, table.HypervolumeHistory, table.Importance, table.Lineage);

    internal static ImmutableSortedDictionary<string, ParameterValue> Settings(ImmutableArray<AssignedValue> assignment) =>
        assignment.ToImmutableSortedDictionary(assigned => assigned.Path, assigned => assigned.Value, StringComparer.Ordinal);
}

/// <param name="Objectives">Estimate by metric name.</param>
internal sealed record TrialDocument(
    int Trial, ImmutableSortedDictionary<string, ParameterValue> Settings, int Replicates, int Completed, int Unfinished,
    ImmutableSortedDictionary<FailureCause, int> Failures, bool ParetoOptimal, double? FrontProbability, ImmutableSortedDictionary<string, Estimate> Objectives,
    Estimate NfeForward, Estimate NfeBackward, Estimate WallSeconds, Estimate PeakBytes, Estimate ForwardMilliseconds, Estimate BackwardMilliseconds)
{
    public static TrialDocument From(TrialSummary trial, ImmutableArray<Objective> objectives) => new(
        trial.Number, ComparisonDocument.Settings(trial.Assignment), trial.Replicates, trial.Completed, trial.Unfinished, trial.Failures.ToImmutableSortedDictionary(), trial.ParetoOptimal, trial.FrontProbability,
        objectives.Select((objective, index) => (objective.Metric, trial.Objectives[index])).ToImmutableSortedDictionary(pair => pair.Metric, pair => pair.Item2, StringComparer.Ordinal),
        trial.NfeForward, trial.NfeBackward, trial.WallSeconds, trial.PeakBytes, trial.ForwardMilliseconds, trial.BackwardMilliseconds);
}

/// <param name="Percent">B minus A relative to A, paired by seed.</param>
/// <param name="Contrast">The test of it, corrected over all pairs of the same key and metric.</param>
internal sealed record DifferenceDocument(
    string Key, string A, string B, ImmutableSortedDictionary<string, ParameterValue> Context, string Metric, Estimate Percent, int TrialA, int TrialB, ContrastDocument? Contrast)
{
    public static DifferenceDocument From(PairedDifference difference) =>
        new(difference.Key, difference.A, difference.B, ComparisonDocument.Settings(difference.Context), difference.Metric, difference.Percent,
            difference.TrialA, difference.TrialB, difference.Contrast is null ? null : ContrastDocument.From(difference.Contrast));
}
