using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>What can happen to the pool. Every event may come twice, late or out of order.</summary>
internal abstract record PoolEvent
{
    private PoolEvent() { }

    public sealed record Requested(LeaseRequest Request) : PoolEvent;

    public sealed record Withdrawn(RunId Run, int Attempt) : PoolEvent;

    public sealed record Released(Lease Lease) : PoolEvent;

    public sealed record Measured(RunId Run, long PeakBytes) : PoolEvent;

    /// <param name="WorkerIsDead">What membership says of the lease's worker.</param>
    public sealed record Confirmed(Lease Lease, bool WorkerIsDead) : PoolEvent;

    public sealed record Hello(WorkerHello Message) : PoolEvent;

    public sealed record Goodbye(string Worker) : PoolEvent;

    /// <summary>Time to look who is silent.</summary>
    /// <param name="Dead">Workers that membership has declared dead.</param>
    public sealed record Tick(ImmutableArray<string> Dead) : PoolEvent;
}

/// <summary>What the pool tells runs.</summary>
internal abstract record PoolEffect(Lease Lease)
{
    public sealed record Grant(Lease Lease) : PoolEffect(Lease);

    public sealed record Lose(Lease Lease) : PoolEffect(Lease);
}

internal sealed record PoolTransition(PoolState State, ImmutableArray<PoolEffect> Effects);
