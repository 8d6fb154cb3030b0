using Orchestrator.OdeEngine;

namespace Orchestrator.Grains.Running;

/// <summary>
/// The most of a GPU's memory that was seen taken when it was read, whoever took it: it says something about a run only while nothing else is on the device. libtorch
/// keeps what it has once taken, so looking now and then misses little, and what an earlier run of the same process took is in it.
/// </summary>
internal sealed class DevicePeak(ComputeDevice device) : IPeakMemory
{
    private long? _most;

    public long? ReadBytes() => device.TakenBytes is { } now ? _most = Math.Max(now, _most ?? 0) : _most;
}
