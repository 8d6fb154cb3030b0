using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>Hands out device slots. Only workers that said hello get leases.</summary>
internal static class PoolMachine
{
    /// <summary>
    /// A worker silent for longer is lost, and so is a lease that its worker does not name for longer: nobody works on it. Longer than
    /// the time after which an unheard worker stops its attempts itself.
    /// </summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(30);

    public static PoolTransition Apply(PoolState state, PoolEvent happened, DateTimeOffset at)
    {
        var next = happened switch
        {
            PoolEvent.Requested r => Only(Enqueue(state, r.Request)),
            PoolEvent.Withdrawn w => Only(state with { Queue = state.Queue.Except(state.Queue.Where(q => q.Run == w.Run && q.Attempt == w.Attempt)) }),
            PoolEvent.Released r => Only(state with { Leases = state.Leases.Remove(r.Lease.Epoch) }),
            PoolEvent.Measured m => Only(MemoryShare.Measured(state, m.Run, m.PeakBytes)),
            PoolEvent.Confirmed c => Confirm(state, c.Lease, c.WorkerIsDead, at),
            PoolEvent.Hello h => Greet(state, h.Message, at),
            PoolEvent.Goodbye g => Only(state.Workers.TryGetValue(g.Worker, out var worker)
                ? state with { Workers = state.Workers.SetItem(g.Worker, worker with { Draining = true }) }
                : state),
            PoolEvent.Tick t => Lose(MemoryShare.Forget(state), t.Dead, at),
            _ => Only(state),
        };
        var (granted, grants) = Allocation.Grant(next.State, at);
        return next with { State = granted, Effects = [.. next.Effects, .. grants] };
    }

    private static PoolTransition Only(PoolState state) => new(state, []);

    private static PoolState Enqueue(PoolState state, LeaseRequest request)
    {
        foreach (var (_, held) in state.Leases)
            if (held.Lease.Run == request.Run && held.Lease.Attempt >= request.Attempt) return state;
        return state.Queue.Any(q => q.Run == request.Run && q.Attempt >= request.Attempt) ? state : state with { Queue = state.Queue.Except(state.Queue.Where(q => q.Run == request.Run)).Add(request) };
    }

    private static PoolTransition Confirm(PoolState state, Lease lease, bool workerIsDead, DateTimeOffset at)
    {
        if (state.Leases.ContainsKey(lease.Epoch)) return Only(state);
        if (state.Workers.ContainsKey(lease.Worker) && !workerIsDead)
        {
            return Allocation.HasRoom(state, lease)
                ? Only(state with { Leases = state.Leases.Add(lease.Epoch, new HeldLease(lease, false, at)) })
                : new(state, [new PoolEffect.Lose(lease)]);
        }
        return workerIsDead ? new(state, [new PoolEffect.Lose(lease)]) : Only(state);
    }

    private static PoolTransition Greet(PoolState state, WorkerHello hello, DateTimeOffset at)
    {
        var draining = state.Workers.TryGetValue(hello.Worker, out var known) && known.Draining;
        var leases = state.Leases;
        leases = leases.RemoveRange(
            leases.Values.Where(h => h.FromHello && h.Lease.Worker == hello.Worker && !hello.Running.Contains(h.Lease)).Select(h => h.Lease.Epoch).ToArray());
        // What a worker names is on its device, whoever else may hold a lease of that run by now: its run tells it so with the next report.
        foreach (var lease in hello.Running)
            leases = leases.SetItem(lease.Epoch, leases.TryGetValue(lease.Epoch, out var held) ? held with { NamedAt = at } : new HeldLease(lease, true, at));
        var worker = new PoolWorker(hello.Worker, hello.Devices, at, draining)
        {
            ProcessBytes = hello.ProcessBytes,
            IsFenced = hello.RefusesBelow is null || hello.RefusesBelow >= state.FirstEpoch,
        };
        return Only(state with { Workers = state.Workers.SetItem(hello.Worker, worker), Leases = leases });
    }

    private static PoolTransition Lose(PoolState state, ImmutableArray<string> dead, DateTimeOffset at)
    {
        var workers = state.Workers.Values.Where(w => at - w.HeardAt > LostAfter || dead.Contains(w.Address)).Select(w => w.Address).ToArray();
        var lost = state.Leases.Values.Where(h => workers.Contains(h.Lease.Worker) || at - h.NamedAt > LostAfter)
            .Select(h => h.Lease).OrderBy(l => l.Epoch).ToArray();
        return workers.Length == 0 && lost.Length == 0 ? Only(state) : new(
            state with { Workers = state.Workers.RemoveRange(workers), Leases = state.Leases.RemoveRange(lost.Select(l => l.Epoch)) },
            [.. lost.Select(l => new PoolEffect.Lose(l))]);
    }
}
