using System.Diagnostics.Metrics;
using Orchestrator.Grains.Decisions.Pools;
using static Orchestrator.Grains.Telemetry.GrainTelemetry;

namespace Orchestrator.Grains.Telemetry;

/// <summary>Workers, slots and timing lanes as the pool sees them.</summary>
internal sealed class PoolActivity
{
    private readonly Shown _workers = new(Workers, WorkerState, ["idle", "busy", "draining"]);
    private readonly Shown _slots = new(Slots, SlotState, ["free", "used"]);
    private readonly Shown _lanes = new(TimingLanes, LaneState, ["alone", "shared"]);

    public PoolActivity() => BeginSeries();

    public static void Lost(PoolState before, PoolState after)
    {
        if (before.Workers.Count == after.Workers.Count && before.Workers.Keys.SequenceEqual(after.Workers.Keys)) return;
        var lost = before.Workers.Values.Count(w => !w.Draining && !after.Workers.ContainsKey(w.Address));
        if (lost > 0) WorkersLost.Add(lost);
    }

    /// <summary>Now and then: with many leases it costs more than what the pool does with one of them.</summary>
    public void Show(PoolState state)
    {
        var leases = state.Leases.Values.Select(h => h.Lease).ToLookup(l => (l.Worker, l.Device));
        var busy = state.Leases.Values.Select(h => h.Lease.Worker).ToHashSet();
        _workers.Show(state.Workers.Values.ToLookup(w => w.Draining ? "draining" : busy.Contains(w.Address) ? "busy" : "idle", _ => 1));

        var used = state.Leases.Values.Sum(h => h.Slots);
        var offered = state.Workers.Values.Sum(w => w.Devices.Sum(d => d.Slots));
        _slots.Show(new[] { ("free", Math.Max(0, offered - used)), ("used", used) }.ToLookup(s => s.Item1, s => s.Item2));
        _lanes.Show(leases.SelectMany(device => device.Where(l => l.Exclusive).Select(_ => device.Count() == 1 ? "alone" : "shared")).ToLookup(state => state, _ => 1));
    }

    public void Left()
    {
        foreach (var shown in new[] { _workers, _slots, _lanes }) shown.Show(Array.Empty<string>().ToLookup(state => state, _ => 0));
    }

    /// <summary>What an up-down counter was told last, by state: it takes differences only.</summary>
    private sealed class Shown
    {
        private readonly UpDownCounter<long> _counter;
        private readonly string _key;
        private readonly Dictionary<string, long> _told;

        public Shown(UpDownCounter<long> counter, string key, string[] states)
        {
            (_counter, _key) = (counter, key);
            _told = states.ToDictionary(state => state, _ => 0L);
            foreach (var state in states) counter.Add(0, Tag(key, state));
        }

        public void Show(ILookup<string, int> now)
        {
            foreach (var state in _told.Keys.ToArray())
            {
                var count = (long)now[state].Sum();
                if (count != _told[state]) _counter.Add(count - _told[state], Tag(_key, state));
                _told[state] = count;
            }
        }
    }
}
