using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Dashboard.Live;

/// <summary>All devices with their leases, looked up once for all pages.</summary>
internal sealed class LiveDevices(IGrainFactory grains, Crowd crowd, TimeProvider clock) : IDisposable
{
    private const long BytesToTell = 16 << 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public LiveValue<ImmutableArray<DeviceRow>> All { get; } = new(_ => grains.GetGrain<IPoolGrain>("main").Devices(), IsSame, () => crowd.Between(Period), clock);

    public void Dispose() => All.Dispose();

    private static bool IsSame(ImmutableArray<DeviceRow> before, ImmutableArray<DeviceRow> now) => before.Length == now.Length
        && before.Zip(now).All(pair => IsSame(pair.First, pair.Second));

    // Memory of a process that trains changes all the time.
    private static bool IsSame(DeviceRow before, DeviceRow now) => Bare(before) == Bare(now) && before.Leases.SequenceEqual(now.Leases)
        && Math.Abs((before.ProcessBytes ?? 0) - (now.ProcessBytes ?? 0)) < BytesToTell;

    private static DeviceRow Bare(DeviceRow device) => device with { Leases = [], ProcessBytes = null };
}
