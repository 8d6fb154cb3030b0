using System.Globalization;
using Orchestrator.OdeEngine.Arithmetic;
using TorchSharp;

namespace Orchestrator.OdeBench;

/// <summary>Where a workload is measured: the processor's own kernels, tensor operations on the processor, or tensor operations on a GPU.</summary>
/// <param name="Name">cpu, tensors or cuda:N.</param>
/// <param name="OnTensors">Solver and network by libtorch's operations, as on a GPU.</param>
internal sealed record BenchDevice(string Name, torch.Device Device, bool OnTensors)
{
    public static BenchDevice Processor { get; } = new("cpu", torch.CPU, false);

    /// <summary>What a GPU runs, on the processor: no speed to expect, but the same calls.</summary>
    public static BenchDevice Tensors { get; } = new("tensors", torch.CPU, true);

    public ArithmeticFactory Arithmetic => OnTensors ? StateArithmetic.OnTensors : StateArithmetic.For;

    /// <summary>The device of this name, if this machine and this build have it; else null and what is wrong.</summary>
    public static BenchDevice? Find(string name, out string error)
    {
        error = "";
        if (name == Processor.Name) return Processor;
        if (name == Tensors.Name) return Tensors;
        if (name.Split(':') is not ["cuda", var digits] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            error = $"--device {name}: there is no such device; use cpu, tensors or cuda:0.";
            return null;
        }
        var there = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (index < there) return new BenchDevice(name, torch.device("cuda", index), true);
        error = there == 0
            ? $"--device {name}: libtorch finds no GPU. Build with -p:Accelerator=cuda on a machine with an NVIDIA driver, or use cpu."
            : $"--device {name}: this machine has {there} GPU(s), cuda:0 to cuda:{there - 1}.";
        return null;
    }

    /// <summary>Waits until the device has done what it was told.</summary>
    public void Wait()
    {
        if (Device.type == DeviceType.CUDA) torch.cuda.synchronize(Device);
    }
}
