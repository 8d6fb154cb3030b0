using Orleans.Runtime.Services;

namespace Orchestrator.Grains.Running;

internal sealed class DeviceWorkers(IServiceProvider services) : GrainServiceClient<IDeviceWorker>(services), IDeviceWorkers
{
    public IDeviceWorker On(string worker) => GetGrainService(SiloAddress.FromParsableString(worker));
}
