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

    /// <summary>
    /// From a run: it has reached the level at which it was to be judged. Durable when answered; asked again for the same level, the
    /// answer is the same.
    /// </summary>
    /// <param name="curve">All observations since the run was judged before; the last one is the first at that level or beyond.</param>
    [AlwaysInterleave, Alias("judge")] Task<RungAnswer> Judge(RunId run, double rung, ImmutableArray<Observation> curve);

    /// <summary>From a run: it is over, or set aside. Counted once however often it is told.</summary>
    [AlwaysInterleave, Alias("finished")] Task Finished(RunSummary summary);

    /// <summary>From a run: live progress for whoever watches. Not stored.</summary>
    [AlwaysInterleave, OneWay, Alias("progressed")] Task Progressed(LiveRun run);

    /// <summary>No new leases; what runs checkpoints and stops. No effect on a sweep that is paused or ends.</summary>
    [AlwaysInterleave, Alias("pause")] Task Pause();

    /// <summary>Go on after a pause or a stop; what a stop had withdrawn is taken up again. No effect on any other sweep.</summary>
    [AlwaysInterleave, Alias("resume")] Task Resume();

    /// <summary>Start nothing more; runs under way are trained to their end, whatever the scheduler would say. <see cref="Resume"/> undoes it.</summary>
    [AlwaysInterleave, Alias("stop")] Task Stop();

    /// <summary>Stop everything now. Finished runs keep their results.</summary>
    [AlwaysInterleave, Alias("cancel")] Task Cancel();

    /// <summary>Queue failed runs again (all, or of one cause); answers how many.</summary>
    [AlwaysInterleave, Alias("retry-failed")] Task<int> RetryFailed(FailureCause? cause);

    /// <summary>Runs that are started and not counted as finished, oldest first.</summary>
    [AlwaysInterleave, ReadOnly, Alias("in-flight")] Task<ImmutableArray<RunId>> InFlight();

    /// <summary>The trial at this point; the first time it is asked for it becomes one. Only where <c>search.kind</c> is external. Durable when answered.</summary>
    [AlwaysInterleave, Alias("ask-point")] Task<AskedPoint> AskPoint(ImmutableArray<AssignedValue> point);

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
    /// <summary>Stopped early by the scheduler.</summary>
    [Id(0)] public long Pruned { get; init; }

    /// <summary>Set aside by the scheduler, which may go on with them.</summary>
    [Id(1)] public long Paused { get; init; }

    /// <summary>It is held by a person, or was stopped by one: <see cref="ISweepGrain.Resume"/> goes on with it.</summary>
    [Id(2)] public bool CanResume { get; init; }

    /// <summary>Why nothing can be stored at present, so that nothing goes on; null: it can.</summary>
    [Id(3)] public string? LedgerTrouble { get; init; }

    public long Finished => Completed + Pruned + Failed + Cancelled;
}

/// <param name="Trial">Its number; null: other points are before it, or there is an error.</param>
/// <param name="Error">Why the point can not become a trial.</param>
[GenerateSerializer, Immutable, Alias("asked-point")]
public sealed record AskedPoint(int? Trial, SpecError? Error);
