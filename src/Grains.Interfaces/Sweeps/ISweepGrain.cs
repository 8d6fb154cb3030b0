using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces.Sweeps;

/// <summary>One sweep (key: its id): owns its trials, its search history and its budget.</summary>
[Alias("sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Starts the sweep; durable when answered. A second call with the same spec changes nothing.</summary>
    [AlwaysInterleave, Alias("begin")] Task Begin(SweepSpec spec);

    /// <summary>From a run: it is over. Counted once however often it is told.</summary>
    [AlwaysInterleave, Alias("finished")] Task Finished(RunSummary summary);

    /// <summary>From a run: live progress for whoever watches. Not stored.</summary>
    [AlwaysInterleave, OneWay, Alias("progressed")] Task Progressed(LiveRun run);

    /// <summary>Stop everything now. Finished runs keep their results.</summary>
    [AlwaysInterleave, Alias("cancel")] Task Cancel();

    /// <summary>Queue failed runs again (all, or of one cause); answers how many.</summary>
    [AlwaysInterleave, Alias("retry-failed")] Task<int> RetryFailed(FailureCause? cause);

    /// <summary>Do what is due after a restart. Answers false when the sweep is over or was never begun.</summary>
    [AlwaysInterleave, Alias("wake")] Task<bool> Wake();

    /// <summary>The state right now, or null if there is no such sweep.</summary>
    [AlwaysInterleave, ReadOnly, Alias("snapshot")] Task<SweepSnapshot?> Snapshot();
}

public enum SweepStatus { Active = 1, Paused = 2, Completed = 3, Cancelled = 4, Failed = 5 }

/// <summary>A sweep as a live view shows it.</summary>
/// <param name="ExpectedRuns">Total number of runs when known, else null.</param>
/// <param name="FailuresByCause">Finished runs that failed.</param>
/// <param name="BestTrial">Number of the trial leading by the mean of the first objective over finished runs; null before any.</param>
/// <param name="Remaining">Estimated time to the end; null while unknown.</param>
[GenerateSerializer, Immutable, Alias("sweep-snapshot")]
public sealed record SweepSnapshot(
    string Id,
    string Name,
    SweepStatus Status,
    string? Reason,
    long? ExpectedRuns,
    long Completed,
    long Failed,
    long Cancelled,
    ImmutableDictionary<FailureCause, long> FailuresByCause,
    ImmutableArray<LiveRun> Running,
    long Queued,
    int? BestTrial,
    ImmutableArray<AssignedValue> BestAssignment,
    double? BestValue,
    string ObjectiveMetric,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    TimeSpan? Remaining)
{
    public long Finished => Completed + Failed + Cancelled;
}
