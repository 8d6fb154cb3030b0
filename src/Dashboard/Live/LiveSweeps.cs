using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>The list of sweeps and each sweep's state, looked up once for all pages and event streams of this process.</summary>
internal sealed class LiveSweeps(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan ListPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(500);

    private readonly LiveSet<string, SweepSnapshot?> _sweeps = new(id => new LiveValue<SweepSnapshot?>(
        _ => grains.GetGrain<ISweepGrain>(id).Snapshot(), SnapshotChange.IsNone, () => crowd.Between(SweepPeriod), clock));

    public LiveValue<ImmutableArray<SweepListing>> List { get; } = new(
        _ => grains.GetGrain<IQueryGrain>(0).Sweeps(), (before, now) => before.SequenceEqual(now), () => crowd.Between(ListPeriod), clock);

    /// <param name="sweepId">Of a sweep that exists.</param>
    public IDisposable Watch(string sweepId, Func<SweepSnapshot?, Task> changed) => _sweeps.Watch(sweepId, changed);

    public void Dispose()
    {
        List.Dispose();
        _sweeps.Dispose();
    }
}
