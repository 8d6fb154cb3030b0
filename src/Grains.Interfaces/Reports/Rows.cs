using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>A sweep as the ledger keeps it.</summary>
[GenerateSerializer, Immutable, Alias("sweep-row")]
public sealed record SweepRow(
    string Id, string Name, SweepStatus Status, string? Reason, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt,
    SweepSpec Spec, string SourceFile, string Origin);

/// <summary>A sweep in a listing.</summary>
[GenerateSerializer, Immutable, Alias("sweep-listing")]
public sealed record SweepListing(
    string Id, string Name, SweepStatus Status, DateTimeOffset SubmittedAt, DateTimeOffset? EndedAt, long? ExpectedRuns, long Completed, long Failed, long Cancelled)
{
    [Id(0)] public long Pruned { get; init; }

    /// <summary>Why it ended before its search did, or null.</summary>
    [Id(1)] public string? Reason { get; init; }

    public long Finished => Completed + Pruned + Failed + Cancelled;
}

/// <summary>One point of the search space.</summary>
[GenerateSerializer, Immutable, Alias("trial-row")]
public sealed record TrialRow(string SweepId, int Number, ImmutableArray<AssignedValue> Assignment)
{
    /// <summary>Tells that the sweep had heard when it chose this point: with them the choice can be replayed. Null: chosen by a version that did not note it.</summary>
    [Id(0)] public long? TellsSeen { get; init; }
}

public enum TellKind { Judged = 1, Paused = 2, Resumed = 3, Completed = 4, Pruned = 5, Failed = 6, Cancelled = 7, Repeated = 8 }

/// <summary>
/// One thing that a sweep heard or decided about a run, in the order in which its search and its scheduler took note. Whatever they
/// decide is a function of the sweep's spec and of these rows.
/// </summary>
/// <param name="Sequence">0, 1, 2 … within the sweep.</param>
/// <param name="Attempts">Attempts of the run that had got a device.</param>
/// <param name="Last">The observation that was judged, or the last one of the run; null: it had none.</param>
[GenerateSerializer, Immutable, Alias("tell-row")]
public sealed record TellRow(RunId Run, long Sequence, DateTimeOffset At, TellKind Kind, int Attempts, Observation? Last)
{
    /// <summary>Level at which the run was judged.</summary>
    [Id(0)] public double? Rung { get; init; }

    /// <summary>What the scheduler said there.</summary>
    [Id(1)] public RungVerdict? Verdict { get; init; }

    /// <summary>Level of the next judgement of a run that goes on; null: none.</summary>
    [Id(2)] public double? NextRung { get; init; }

    /// <summary>For people: why the run was stopped.</summary>
    [Id(3)] public string? Why { get; init; }

    /// <summary>Of a run that goes on with what another one has learned.</summary>
    [Id(4)] public TakenOver? Takeover { get; init; }
}

/// <summary>Where a run that goes on has its parameters from, and the values that it goes on with.</summary>
/// <param name="Source">Trial whose run of the same replicate it took over, at the same iteration.</param>
/// <param name="Iteration">Iterations completed at that moment.</param>
/// <param name="Assignment">Of the whole trial.</param>
[GenerateSerializer, Immutable, Alias("taken-over")]
public sealed record TakenOver(int Source, int Iteration, ImmutableArray<AssignedValue> Assignment);

/// <summary>A run as the ledger keeps it.</summary>
/// <param name="Exclusive">Every attempt that counts ran in an exclusive lease.</param>
/// <param name="Fit">JSON of the fitted curves of a completed run.</param>
[GenerateSerializer, Immutable, Alias("run-row")]
public sealed record RunRow(
    RunId Id, ulong Seed, RunStatus Status, FailureCause? Cause, string? Message, int Attempts, bool Exclusive, string? Device,
    DateTimeOffset QueuedAt, DateTimeOffset? EndedAt, Observation? Last, string? Fit);

/// <summary>One execution of a run.</summary>
/// <param name="End">running, completed, failed: cause, interrupted, lost, cancelled, pruned.</param>
[GenerateSerializer, Immutable, Alias("attempt-row")]
public sealed record AttemptRow(RunId Run, int Attempt, long Epoch, string Worker, string Device, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string End, int ResumedAtIteration);

[GenerateSerializer, Immutable, Alias("observation-row")]
public sealed record ObservationRow(RunId Run, int Attempt, Observation Observation);
