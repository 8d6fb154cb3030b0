using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Pools;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Tests.Pools;

/// <summary>A pool with runs and workers around it that do as they are told, some of it twice and late. Checks at every step what must always hold.</summary>
internal sealed class PoolWorld
{
    private static readonly string[] Names = ["a", "b", "c"];
    private readonly Dictionary<RunId, int> _attempts = [];
    private readonly List<PoolEvent> _past = [];
    private readonly HashSet<long> _epochs = [];
    private readonly HashSet<Lease> _live = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private PoolState _state = new() { NextEpoch = 1 };

    public void Step(int choice)
    {
        var (kind, pick) = (choice % 9, choice / 9);
        var name = Names[pick % Names.Length];
        switch (kind)
        {
            case 0 or 1 or 2: Ask(new RunId(Names[pick % 12 / 4], pick % 12, 0), pick % 4 == 0, 1 + (pick % 3)); break;
            case 3: Hello(name); break;
            case 4 when _live.Count > 0: GiveBack(_live.ElementAt(pick % _live.Count)); break;
            case 5: Happen(new PoolEvent.Tick(pick % 3 == 0 ? [name] : [])); break;
            case 6 when pick % 5 == 0: Happen(new PoolEvent.Goodbye(name)); break;
            case 7 when _past.Count > 0: Happen(_past[pick % _past.Count]); break;
            default: _now = _now.AddSeconds(pick % 8); break;
        }
    }

    /// <summary>With a worker that stays and runs that give back, everybody is served.</summary>
    public void Settle()
    {
        for (var round = 0; _state.Queue.Count > 0 || _live.Count > 0; round++)
        {
            Assert.True(round < 200, $"{_state.Queue.Count} requests starve");
            Hello("d");
            foreach (var lease in _live.ToArray()) GiveBack(lease);
        }
    }

    private void Ask(RunId run, bool exclusive, int slots)
    {
        if (_live.Any(l => l.Run == run)) return;
        var attempt = _attempts[run] = _attempts.GetValueOrDefault(run) + 1;
        Happen(new PoolEvent.Requested(new LeaseRequest(run, attempt, new ResourceNeed("any", slots, exclusive) { Priority = run.TrialNumber % 2 }, run.TrialNumber)));
    }

    private void GiveBack(Lease lease)
    {
        _live.Remove(lease);
        Happen(new PoolEvent.Released(lease));
    }

    private void Hello(string name) => Happen(new PoolEvent.Hello(new WorkerHello(name, [new DeviceOffer("cpu", 2, null)], [.. _live.Where(l => l.Worker == name)])));

    private void Happen(PoolEvent happened)
    {
        // An old hello never comes after a newer one: a worker waits for the answer. Everything else may.
        if (happened is not PoolEvent.Hello) _past.Add(happened);
        var t = PoolMachine.Apply(_state, happened, _now);
        _state = t.State;
        foreach (var effect in t.Effects)
        {
            if (effect is PoolEffect.Lose) _live.Remove(effect.Lease);
            else Obey(effect.Lease);
        }
        foreach (var device in _state.Leases.Values.GroupBy(h => (h.Lease.Worker, h.Lease.Device)))
        {
            Assert.True(device.Sum(h => h.Slots) <= 2 || device.Count() == 1, "more slots taken than the device has");
            Assert.True(device.Count() == 1 || !device.Any(h => h.Lease.Exclusive), "an exclusive lease is not alone");
        }
    }

    private void Obey(Lease lease)
    {
        Assert.True(_epochs.Add(lease.Epoch), "an epoch is granted once");
        Assert.True(_state.Workers.ContainsKey(lease.Worker));
        // A run takes the grant only for its newest attempt, and gives back any other.
        if (_attempts.GetValueOrDefault(lease.Run) == lease.Attempt && !_live.Any(l => l.Run == lease.Run)) _live.Add(lease);
        else GiveBack(lease);
    }
}
