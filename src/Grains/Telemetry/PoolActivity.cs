using Orchestrator.Grains.Decisions.Pools;
using static Orchestrator.Grains.Telemetry.GrainTelemetry;

namespace Orchestrator.Grains.Telemetry;

/// <summary>The number of workers by state, as the pool sees them.</summary>
internal sealed class PoolActivity
{
    private Dictionary<string, long> _shown = [];

    public void Show(PoolState state)
    {
        var busy = state.Leases.Values.Select(h => h.Lease.Worker).ToHashSet();
        Show(state.Workers.Values
            .GroupBy(w => w.Draining ? "draining" : busy.Contains(w.Address) ? "busy" : "idle")
            .ToDictionary(g => g.Key, g => g.LongCount()));
    }

    public void Left() => Show([]);

    private void Show(Dictionary<string, long> now)
    {
        foreach (var state in now.Keys.Union(_shown.Keys))
        {
            var change = now.GetValueOrDefault(state) - _shown.GetValueOrDefault(state);
            if (change != 0) Workers.Add(change, Tag(WorkerState, state));
        }
        _shown = now;
    }
}
