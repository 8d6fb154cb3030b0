using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>Mean over replicates with its 95 % t interval. Low and High are NaN when fewer than two values; values that are not finite are counted, never averaged.</summary>
[GenerateSerializer, Immutable, Alias("estimate")]
public sealed record Estimate(double Mean, double Low, double High, int Count, int NotFinite);

/// <summary>One trial over its replicates.</summary>
/// <param name="Objectives">In the order of the sweep's objectives.</param>
/// <param name="WallSeconds">Training time without warm-up iterations.</param>
/// <param name="PeakBytes">Process peak when all runs were exclusive, else the engine's own account.</param>
[GenerateSerializer, Immutable, Alias("trial-summary")]
public sealed record TrialSummary(
    int Number, ImmutableArray<AssignedValue> Assignment, int Replicates, int Completed, ImmutableDictionary<FailureCause, int> Failures, int Unfinished,
    ImmutableArray<Estimate> Objectives, Estimate NfeForward, Estimate NfeBackward, Estimate WallSeconds, Estimate PeakBytes,
    Estimate ForwardMilliseconds, Estimate BackwardMilliseconds, bool ParetoOptimal);

/// <summary>Two values of one key compared on trials that differ in nothing else, paired by seed: B minus A relative to A, in percent.</summary>
/// <param name="Context">The trial's other keys.</param>
[GenerateSerializer, Immutable, Alias("paired-difference")]
public sealed record PairedDifference(string Key, string A, string B, ImmutableArray<AssignedValue> Context, string Metric, Estimate Percent);

/// <summary>The answer of a sweep.</summary>
/// <param name="Objectives">Metric names with their goals.</param>
/// <param name="MemoryExclusive">PeakBytes is the process peak of exclusive runs.</param>
/// <param name="Reading">Sentences tied to the numbers.</param>
[GenerateSerializer, Immutable, Alias("comparison-table")]
public sealed record ComparisonTable(
    string SweepId, string Name, ImmutableArray<Objective> Objectives, ImmutableArray<string> Keys, ImmutableArray<TrialSummary> Trials,
    ImmutableArray<PairedDifference> Differences, double? Hypervolume, bool MemoryExclusive, ImmutableArray<string> Reading, ImmutableArray<string> Notes);
