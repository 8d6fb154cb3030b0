using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>A worker that said hello.</summary>
/// <param name="Draining">Goes down: keeps what it has, gets nothing new.</param>
internal sealed record PoolWorker(string Address, ImmutableArray<DeviceOffer> Devices, DateTimeOffset HeardAt, bool Draining)
{
    /// <summary>It refuses what the pool before this one may still give out, so that a slot which is free here is free.</summary>
    public bool IsFenced { get; init; } = true;

    public bool TakesMore => !Draining && IsFenced;

    public long? ProcessBytes { get; init; }
}

/// <param name="FromHello">
/// Learned from a worker's hello, not granted by this pool: gone as soon as the worker does not name it any more.
/// A granted one stays while hellos that may be older than the grant do not name it, or until its run gives it back.
/// </param>
/// <param name="NamedAt">When it was granted, confirmed or last named by its worker.</param>
internal sealed record HeldLease(Lease Lease, bool FromHello, DateTimeOffset NamedAt)
{
    public int Slots => Math.Max(1, Lease.Slots);
}

/// <summary>Who offers what, who holds what, who waits. Lives in memory: everything but the epoch is told again after a restart.</summary>
internal sealed record PoolState
{
    public ImmutableSortedDictionary<string, PoolWorker> Workers { get; init; } = ImmutableSortedDictionary.Create<string, PoolWorker>(StringComparer.Ordinal);
    public ImmutableDictionary<long, HeldLease> Leases { get; init; } = ImmutableDictionary<long, HeldLease>.Empty;

    /// <summary>Waiting requests in the order of their sweeps and runs; <see cref="FairQueue"/> says who is served.</summary>
    public ImmutableSortedSet<LeaseRequest> Queue { get; init; } = ImmutableSortedSet.Create<LeaseRequest>(QueueOrder.Instance);

    /// <summary>Bytes that completed runs of a configuration had at their peak, where their sweep counts memory.</summary>
    public ImmutableDictionary<Configuration, long> Peaks { get; init; } = ImmutableDictionary<Configuration, long>.Empty;

    /// <summary>The epoch of the next lease.</summary>
    public required long NextEpoch { get; init; }

    /// <summary>The first that this pool may give out: those below are of pools before it.</summary>
    public long FirstEpoch { get; init; }
}

/// <summary>Order of the request, then run and attempt, so that equal orders have one sequence everywhere.</summary>
internal sealed class QueueOrder : IComparer<LeaseRequest>
{
    public static QueueOrder Instance { get; } = new();

    public int Compare(LeaseRequest? x, LeaseRequest? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var byOrder = x.Order.CompareTo(y.Order);
        if (byOrder != 0) return byOrder;
        var byRun = string.CompareOrdinal(x.Run.ToString(), y.Run.ToString());
        return byRun != 0 ? byRun : x.Attempt.CompareTo(y.Attempt);
    }
}
