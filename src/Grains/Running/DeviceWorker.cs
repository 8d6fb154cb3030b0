using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Running;

/// <summary>The address under which the cluster reaches this silo's <see cref="DeviceHost"/>.</summary>
internal sealed class DeviceWorker(GrainId id, Silo silo, ILoggerFactory logs, DeviceHost host, SiloDeparture departure) : GrainService(id, silo, logs), IDeviceWorker
{
    public Task<bool> Run(RunPlan plan, Lease lease, AttemptStart start) => Task.FromResult(host.Take(plan, lease, start));

    public Task Stop(Lease lease, StopReason reason)
    {
        host.Stop(lease, reason);
        return Task.CompletedTask;
    }

    public Task<bool> Leave() => Task.FromResult(departure.Ask());
}
