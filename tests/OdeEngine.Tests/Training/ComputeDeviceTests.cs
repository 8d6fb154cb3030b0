using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Native;
using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Training;

public sealed class ComputeDeviceTests
{
    [Theory, InlineData("cpu"), InlineData("tensors")]
    public void Devices_of_every_machine_are_found_and_compute(string name)
    {
        var device = ComputeDevice.Find(name, out var error)!;
        Assert.Equal((name, "", false, null), (device.Name, error, device.IsCuda, device.Defect()));
        device.Synchronize();
    }

    [Theory]
    [InlineData("gpu", "no device 'gpu'")]
    [InlineData("cuda", "no device 'cuda'")]
    [InlineData("cuda:-1", "no device 'cuda:-1'")]
    [InlineData("cuda:x", "no device 'cuda:x'")]
    [InlineData("cuda:99", "cuda:99")]
    public void A_device_that_is_not_there_is_named_with_what_to_use(string name, string said)
    {
        Assert.Null(ComputeDevice.Find(name, out var error));
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_gpu_that_the_driver_shows_is_found_and_computes()
    {
        var gpus = CudaDevices.Find();
        Assert.Equal(NativeRuntime.Inspect().CudaDeviceCount, gpus.Length);
        Assert.All(gpus, gpu => Assert.Null(ComputeDevice.Find(gpu.Name, out _)!.Defect()));
    }

    [Theory, InlineData("cpu"), InlineData("tensors")]
    public void Values_go_there_and_come_back(string name)
    {
        var device = ComputeDevice.Find(name, out _)!;
        using var block = StateBlock.Zeros(2, 3, ScalarType.Float32, device);
        using var same = StateBlock.Zeros(2, 3, ScalarType.Float32, device);
        block.Tensor.fill_(Scalars.MinusOne);
        same.CopyFrom(block.ToBytes());
        Assert.Equal(Enumerable.Repeat(-1.0, 6), same.ToDoubles());
        same.Clear();
        Assert.Equal(new double[6], same.ToDoubles());
    }

    [Fact]
    public void Memory_elsewhere_is_closed()
    {
        using var block = StateBlock.Zeros(1, 2, ScalarType.Float64, ComputeDevice.Tensors);
        using var part = block.View(1, 1, 1);
        foreach (var each in new[] { block, part })
            Assert.Contains("tensors", Assert.Throws<InvalidOperationException>(() => each.Doubles.Length).Message, StringComparison.Ordinal);
    }
}
