using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>Mean over replicates with its 95 % interval. Low and High are NaN when fewer than two values; values that are not finite are counted, never averaged.</summary>
[GenerateSerializer, Immutable, Alias("estimate")]
public sealed record Estimate(double Mean, double Low, double High, int Count, int NotFinite)
{
    /// <summary>How Low and High were found.</summary>
    [Id(0)] public IntervalMethod Interval { get; init; } = IntervalMethod.StudentT;
}

/// <summary>One trial over its replicates.</summary>
/// <param name="Objectives">In the order of the sweep's objectives.</param>
/// <param name="WallSeconds">Training time without warm-up iterations.</param>
/// <param name="Completed">Replicates with a result. All estimates are over these.</param>
/// <param name="Unfinished">Replicates without an end so far, cancelled ones included.</param>
/// <param name="ParetoOptimal">No other ranked trial is better in one objective and as good in the others. Trials with a failed or pruned replicate, or a mean that is not finite, are never ranked.</param>
/// <param name="PeakBytes">Process peak when all runs were exclusive, else the engine's own account.</param>
[GenerateSerializer, Immutable, Alias("trial-summary")]
public sealed record TrialSummary(
    int Number, ImmutableArray<AssignedValue> Assignment, int Replicates, int Completed, ImmutableDictionary<FailureCause, int> Failures, int Unfinished,
    ImmutableArray<Estimate> Objectives, Estimate NfeForward, Estimate NfeBackward, Estimate WallSeconds, Estimate PeakBytes,
    Estimate ForwardMilliseconds, Estimate BackwardMilliseconds, bool ParetoOptimal)
{
    /// <summary>Replicates that a scheduler stopped early; not among Failures and not in Unfinished.</summary>
    [Id(0)] public int Pruned { get; init; }

    /// <summary>Share of resamples of the seeds in which the trial is on the front; null for one seed, one trial, or a trial that is not ranked.</summary>
    [Id(1)] public double? FrontProbability { get; init; }
}

/// <summary>Two values of one key compared on trials that differ in nothing else, paired by seed: B minus A relative to A, in percent.</summary>
/// <param name="Context">The trial's other keys.</param>
/// <param name="Percent">Its NotFinite counts the seeds that have no percentage, such as those with A = 0.</param>
[GenerateSerializer, Immutable, Alias("paired-difference")]
public sealed record PairedDifference(string Key, string A, string B, ImmutableArray<AssignedValue> Context, string Metric, Estimate Percent)
{
    [Id(0)] public int TrialA { get; init; }
    [Id(1)] public int TrialB { get; init; }

    /// <summary>The test of it, corrected over all pairs of the same key and metric.</summary>
    [Id(2)] public Contrast? Contrast { get; init; }
}

/// <summary>The answer of a sweep.</summary>
/// <param name="Objectives">Metric names with their goals.</param>
/// <param name="Keys">Paths that the sweep varies, in its order.</param>
/// <param name="Trials">In order of their numbers.</param>
/// <param name="Hypervolume">Of the front, for two or three objectives; null otherwise.</param>
/// <param name="MemoryExclusive">PeakBytes is the peak of processes that runs had to themselves.</param>
/// <param name="Reading">Sentences tied to the numbers.</param>
[GenerateSerializer, Immutable, Alias("comparison-table")]
public sealed record ComparisonTable(
    string SweepId, string Name, ImmutableArray<Objective> Objectives, ImmutableArray<string> Keys, ImmutableArray<TrialSummary> Trials,
    ImmutableArray<PairedDifference> Differences, double? Hypervolume, bool MemoryExclusive, ImmutableArray<string> Reading, ImmutableArray<string> Notes)
{
    /// <summary>The point up to which the hypervolume is measured, one value per objective; empty without hypervolume.</summary>
    [Id(0)] public ImmutableArray<double> HypervolumeReference { get; init; } = [];

    /// <summary>Importance of the keys for each metric; empty where the sweep has too few trials or varies fewer than two keys.</summary>
    [Id(1)] public ImmutableArray<MetricImportance> Importance { get; init; } = [];

    /// <summary>The hypervolume each time a finishing trial raised it, to the same reference; the last one is <see cref="Hypervolume"/>.</summary>
    [Id(2)] public ImmutableArray<VolumePoint> HypervolumeHistory { get; init; } = [];

    /// <summary>Who went on with whose parameters, in that order; empty where no population was trained. The settings of trials are those they began with.</summary>
    [Id(3)] public ImmutableArray<Inheritance> Lineage { get; init; } = [];
}
