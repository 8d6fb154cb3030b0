using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Runs;

/// <summary>Who set a run aside, and so who may take it up again.</summary>
internal enum PausedBy
{
    /// <summary>The whole sweep is paused; the run keeps its place in the sweep's window.</summary>
    Person = 1,

    /// <summary>The run has left the window, and its sweep was told.</summary>
    Scheduler = 2,
}

/// <summary>Where a run is in its life.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Unplanned), "unplanned"), JsonDerivedType(typeof(Queued), "queued"), JsonDerivedType(typeof(Leased), "leased")]
[JsonDerivedType(typeof(Running), "running"), JsonDerivedType(typeof(Stopping), "stopping"), JsonDerivedType(typeof(Finished), "finished")]
[JsonDerivedType(typeof(Pausing), "pausing"), JsonDerivedType(typeof(Pruning), "pruning"), JsonDerivedType(typeof(Paused), "paused")]
internal abstract record RunPhase
{
    private RunPhase() { }

    /// <summary>Nobody has started this run.</summary>
    public sealed record Unplanned : RunPhase;

    /// <summary>Waits for a lease for its current attempt.</summary>
    public sealed record Queued : RunPhase;

    /// <summary>Has a lease; the worker has not been heard yet.</summary>
    public sealed record Leased(Lease Lease) : RunPhase;

    public sealed record Running(Lease Lease) : RunPhase;

    /// <summary>Cancelled, and the worker still has to let go: the device stays taken until it does.</summary>
    public sealed record Stopping(Lease Lease) : RunPhase;

    /// <summary>To be set aside, once the worker has checkpointed and let go.</summary>
    public sealed record Pausing(Lease Lease, PausedBy By) : RunPhase;

    /// <summary>Stopped early by the scheduler, once the worker has let go.</summary>
    public sealed record Pruning(Lease Lease, string Why) : RunPhase;

    /// <summary>Waits without a place in any queue; goes on from its checkpoint when told.</summary>
    public sealed record Paused(PausedBy By) : RunPhase;

    public sealed record Finished(Outcome Outcome) : RunPhase;

    [JsonIgnore]
    public Lease? Held => this switch
    {
        Leased p => p.Lease,
        Running p => p.Lease,
        Stopping p => p.Lease,
        Pausing p => p.Lease,
        Pruning p => p.Lease,
        _ => null,
    };
}

/// <summary>All that a run remembers. Small: observations and attempts are rows of the ledger.</summary>
internal sealed record RunState
{
    public static RunState Initial { get; } = new();

    public RunPhase Phase { get; init; } = new RunPhase.Unplanned();

    /// <summary>The fitted curves are in the run's row of the ledger; the state stays small without them.</summary>
    public RunState WithoutFit() => Phase is RunPhase.Finished { Outcome: Outcome.Completed } ? this with { Phase = new RunPhase.Finished(new Outcome.Completed(null)) } : this;

    /// <summary>The attempt that is queued or executing; 1 at first, rises by one whenever the run is queued again.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts that got a lease.</summary>
    public int Executed { get; init; }

    public ImmutableDictionary<FailureCause, int> RetriesUsed { get; init; } = ImmutableDictionary<FailureCause, int>.Empty;
    public CheckpointRef? Checkpoint { get; init; }
    public Observation? Last { get; init; }
    public int Iteration { get; init; }
    public DateTimeOffset QueuedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the current attempt got its lease.</summary>
    public DateTimeOffset? AttemptStartedAt { get; init; }
    public int ResumedAtIteration { get; init; }

    /// <summary>When the current attempt was queued.</summary>
    public DateTimeOffset AttemptQueuedAt { get; init; }

    /// <summary>Resource level at which the run is judged next; null: never.</summary>
    public double? NextRung { get; init; }

    /// <summary>Iteration of the observation that was judged last.</summary>
    public int JudgedIteration { get; init; }

    /// <summary>Number of the sweep's latest command that was obeyed: an older one is a late copy.</summary>
    public int Order { get; init; }

    /// <summary>Device of the latest lease.</summary>
    public string? Device { get; init; }

    /// <summary>Every lease since iteration 0 was exclusive.</summary>
    public bool Exclusive { get; init; }
}
