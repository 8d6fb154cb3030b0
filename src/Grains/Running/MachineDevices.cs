using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Native;

namespace Orchestrator.Grains.Running;

/// <summary>The processor, and the CUDA devices that libtorch finds.</summary>
internal sealed class MachineDevices(WorkerOptions options, ILogger<MachineDevices> log) : IMachineDevices
{
    private readonly Lock _changes = new();
    private ImmutableArray<DeviceOffer>? _sound;

    public ImmutableArray<DeviceOffer> Offers
    {
        get
        {
            lock (_changes) return _sound ??= [.. Processor(), .. CudaDevices.Find().Select(Offer)];
        }
    }

    public void Suspect(string device)
    {
        if (device == ComputeDevice.Processor.Name) return;
        var defect = ComputeDevice.Find(device, out var missing) is { } found ? found.Defect() : missing;
        if (defect is null) return;
        log.DeviceDefective(device, defect);
        lock (_changes) _sound = Offers.RemoveAll(offer => offer.Name == device);
    }

    private ImmutableArray<DeviceOffer> Processor()
    {
        var cores = Math.Max(1, Environment.ProcessorCount);
        if (options.CpuSlots == 0) return [];
        return [new(ComputeDevice.Processor.Name, options.CpuSlots ?? cores, options.CpuMemoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) { Cores = cores }];
    }

    private DeviceOffer Offer(CudaDevice device) => new(device.Name, options.CudaSlots, device.MemoryBytes) { Model = device.Model };
}
