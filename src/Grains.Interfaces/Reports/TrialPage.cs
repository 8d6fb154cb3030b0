using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>What a listing of trials is ordered by. Trials without a value come last, whatever the direction.</summary>
public enum TrialOrder { Number = 1, Objective = 2, Evaluations = 3, Seconds = 4, Ended = 5 }

public enum SortDirection { Ascending = 1, Descending = 2 }

/// <summary>Trials by the state of their runs: any that failed, any that was pruned, all completed, or any without an end.</summary>
public enum TrialFilter { All = 1, Completed = 2, Failed = 3, Pruned = 4, Unfinished = 5 }

/// <summary>A page of a sweep's trials.</summary>
/// <param name="Offset">Rows to leave out.</param>
/// <param name="Limit">Rows of a page, from 1 to <see cref="MostRows"/>.</param>
[GenerateSerializer, Immutable, Alias("trial-query")]
public sealed record TrialQuery(string SweepId, int Offset, int Limit)
{
    public const int MostRows = 1000;

    [Id(0)] public TrialOrder Order { get; init; } = TrialOrder.Number;
    [Id(1)] public SortDirection Direction { get; init; } = SortDirection.Ascending;
    [Id(2)] public TrialFilter Filter { get; init; } = TrialFilter.All;

    /// <summary>Only trials with a setting whose value, or whose key, holds this text; null: all.</summary>
    [Id(3)] public string? Text { get; init; }
}

/// <param name="Total">Trials that match the query, on all pages.</param>
[GenerateSerializer, Immutable, Alias("trial-page")]
public sealed record TrialPage(long Total, ImmutableArray<TrialListing> Trials);

/// <summary>A trial in a listing. Means are over completed replicates with a finite value; null: there is none.</summary>
/// <param name="Objective">Mean of the sweep's first objective.</param>
/// <param name="Evaluations">Mean NFE, all passes.</param>
/// <param name="Seconds">Mean training time without warm-up.</param>
/// <param name="EndedAt">When the last of its runs ended so far.</param>
[GenerateSerializer, Immutable, Alias("trial-listing")]
public sealed record TrialListing(
    int Number, ImmutableArray<AssignedValue> Assignment, int Completed, int Failed, int Pruned, int Cancelled, int Unfinished,
    double? Objective, double? Evaluations, double? Seconds, DateTimeOffset? EndedAt);

/// <summary>One run with all that is known of it.</summary>
/// <param name="Assignment">Settings of its trial.</param>
/// <param name="Curve">Every observation, in order of iterations.</param>
[GenerateSerializer, Immutable, Alias("run-detail")]
public sealed record RunDetail(
    RunRow Run, ImmutableArray<AssignedValue> Assignment, ImmutableArray<AttemptRow> Attempts, ImmutableArray<Observation> Curve);

/// <summary>Failed runs of one cause.</summary>
/// <param name="Name">The cause in words.</param>
/// <param name="Hint">What usually helps.</param>
/// <param name="Example">One of the runs.</param>
/// <param name="Message">What that run said.</param>
[GenerateSerializer, Immutable, Alias("failure-group")]
public sealed record FailureGroup(FailureCause Cause, string Name, long Runs, string Hint, RunId Example, string? Message);

/// <summary>Failed runs of one cause as the ledger counts them.</summary>
public sealed record FailureCount(FailureCause Cause, long Runs, RunId Example, string? Message);
