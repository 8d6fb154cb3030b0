using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Grains.Running;
using Orchestrator.OdeEngine.Native;

namespace Orchestrator.Grains.Tests.Running;

public sealed class MachineDevicesTests
{
    [Fact]
    public void The_processor_is_offered_with_its_cores_and_every_gpu_that_the_engine_finds()
    {
        var offers = Devices(new WorkerOptions { CpuSlots = 3, CpuMemoryBytes = 5, CudaSlots = 2 }).Offers;
        Assert.Equal(("cpu", 3, 5L, Environment.ProcessorCount), (offers[0].Name, offers[0].Slots, offers[0].MemoryBytes, offers[0].Cores));
        Assert.Equal(NativeRuntime.Inspect().CudaDeviceCount, offers.Length - 1);
        Assert.All(offers.Skip(1), offer => Assert.Equal((2, 0), (offer.Slots, offer.Cores)));
    }

    [Fact]
    public void A_worker_without_slots_on_the_processor_offers_none()
        => Assert.DoesNotContain(Devices(new WorkerOptions { CpuSlots = 0 }).Offers, offer => offer.Name == "cpu");

    [Fact]
    public void A_processor_that_computes_stays_when_a_run_has_failed_on_it()
    {
        var devices = Devices(new WorkerOptions());
        devices.Suspect("cpu");
        devices.Suspect("cuda:99");
        Assert.Contains(devices.Offers, offer => offer.Name == "cpu");
    }

    private static MachineDevices Devices(WorkerOptions options) => new(options, NullLogger<MachineDevices>.Instance);
}
