using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>Hands out device slots in queue order. Only workers that said hello get leases.</summary>
internal static class PoolMachine
{
    /// <summary>A worker silent for longer is lost. Longer than the time after which an unheard worker stops its attempts itself.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(30);

    public static PoolTransition Apply(PoolState state, PoolEvent happened, DateTimeOffset at)
    {
        var next = happened switch
        {
            PoolEvent.Requested r => Only(Enqueue(state, r.Request)),
            PoolEvent.Withdrawn w => Only(state with { Queue = state.Queue.Except(state.Queue.Where(q => q.Run == w.Run && q.Attempt == w.Attempt)) }),
            PoolEvent.Released r => Only(state with { Leases = state.Leases.Remove(r.Lease.Epoch) }),
            PoolEvent.Confirmed c => Confirm(state, c.Lease, c.WorkerIsDead),
            PoolEvent.Hello h => Greet(state, h.Message, at),
            PoolEvent.Goodbye g => Only(state.Workers.TryGetValue(g.Worker, out var worker)
                ? state with { Workers = state.Workers.SetItem(g.Worker, worker with { Draining = true }) }
                : state),
            PoolEvent.Tick t => Lose(state, [.. state.Workers.Values.Where(w => at - w.HeardAt > LostAfter || t.Dead.Contains(w.Address)).Select(w => w.Address)]),
            _ => Only(state),
        };
        var (granted, grants) = Allocation.Grant(next.State);
        return next with { State = granted, Effects = [.. next.Effects, .. grants] };
    }

    private static PoolTransition Only(PoolState state) => new(state, [], []);

    private static PoolState Enqueue(PoolState state, LeaseRequest request)
    {
        var known = state.Leases.Values.Any(h => h.Lease.Run == request.Run && h.Lease.Attempt >= request.Attempt)
            || state.Queue.Any(q => q.Run == request.Run && q.Attempt >= request.Attempt);
        return known ? state : state with { Queue = state.Queue.Except(state.Queue.Where(q => q.Run == request.Run)).Add(request) };
    }

    private static PoolTransition Confirm(PoolState state, Lease lease, bool workerIsDead)
    {
        if (state.Leases.ContainsKey(lease.Epoch)) return Only(state);
        if (state.Workers.TryGetValue(lease.Worker, out var worker) && !workerIsDead)
        {
            var device = worker.Devices.FirstOrDefault(d => d.Name == lease.Device);
            return device is not null && Allocation.HasRoom(state, worker.Address, device, lease)
                ? Only(state with { Leases = state.Leases.Add(lease.Epoch, new HeldLease(lease, false)) })
                : new(state, [new PoolEffect.Lose(lease)], []);
        }
        return workerIsDead ? new(state, [new PoolEffect.Lose(lease)], []) : Only(state);
    }

    private static PoolTransition Greet(PoolState state, WorkerHello hello, DateTimeOffset at)
    {
        var draining = state.Workers.TryGetValue(hello.Worker, out var known) && known.Draining;
        var leases = state.Leases;
        foreach (var held in state.Leases.Values.Where(h => h.FromHello && h.Lease.Worker == hello.Worker && !hello.Running.Contains(h.Lease)))
            leases = leases.Remove(held.Lease.Epoch);
        var strangers = hello.Running.Where(l => state.Leases.Values.Any(h => h.Lease.Run == l.Run && h.Lease.Epoch > l.Epoch)).ToImmutableArray();
        foreach (var lease in hello.Running.Where(l => !leases.ContainsKey(l.Epoch) && !strangers.Contains(l)))
            leases = leases.Add(lease.Epoch, new HeldLease(lease, true));
        var worker = new PoolWorker(hello.Worker, hello.Devices, at, draining);
        return new(state with { Workers = state.Workers.SetItem(hello.Worker, worker), Leases = leases }, [], strangers);
    }

    private static PoolTransition Lose(PoolState state, ImmutableArray<string> workers)
    {
        if (workers.IsEmpty) return Only(state);
        var lost = state.Leases.Values.Where(h => workers.Contains(h.Lease.Worker)).Select(h => h.Lease).OrderBy(l => l.Epoch).ToImmutableArray();
        return new(
            state with { Workers = state.Workers.RemoveRange(workers), Leases = state.Leases.RemoveRange(lost.Select(l => l.Epoch)) },
            [.. lost.Select(l => new PoolEffect.Lose(l))], []);
    }
}
