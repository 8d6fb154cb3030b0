using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using static Orchestrator.Grains.Telemetry.GrainTelemetry;

namespace Orchestrator.Grains.Telemetry;

/// <summary>What leads the sweeps of this process that are not over. Whoever reads metrics asks; a sweep that is over has no value any more.</summary>
internal sealed class SweepLeads
{
    private readonly ConcurrentDictionary<string, Lead> _sweeps = new(StringComparer.Ordinal);

    public void Set(string sweepId, string name, string metric, double value) => _sweeps[sweepId] = new Lead(name, metric, value);

    public void Remove(string sweepId) => _sweeps.TryRemove(sweepId, out _);

    /// <summary>One value per name and objective: of sweeps that are called the same, whichever was submitted under the last id.</summary>
    public IEnumerable<Measurement<double>> Measure() => _sweeps.OrderBy(sweep => sweep.Key, StringComparer.Ordinal).GroupBy(sweep => (sweep.Value.Name, sweep.Value.Metric))
        .Select(same => new Measurement<double>(same.Last().Value.Value, Tag(SweepName, same.Key.Name), Tag(Objective, same.Key.Metric)));

    private sealed record Lead(string Name, string Metric, double Value);
}
