using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Dashboard.Live;

/// <summary>All devices with their leases, looked up once for all pages.</summary>
internal sealed class LiveDevices(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public LiveValue<ImmutableArray<DeviceRow>> All { get; } = new(_ => grains.GetGrain<IPoolGrain>("main").Devices(), IsSame, () => crowd.Between(Period), clock);

    public void Dispose() => All.Dispose();

    private static bool IsSame(ImmutableArray<DeviceRow> before, ImmutableArray<DeviceRow> now) => before.Length == now.Length
        && before.Zip(now).All(pair => pair.First with { Leases = [] } == pair.Second with { Leases = [] } && pair.First.Leases.SequenceEqual(pair.Second.Leases));
}
