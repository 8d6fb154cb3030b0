using System.Globalization;
using Orchestrator.OdeEngine.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine;

/// <summary>
/// Where states, networks and gradients lie and who computes with them. On the processor that is vector code over open memory; anywhere else tensor
/// operations, and values are read through copies only.
/// </summary>
public sealed class ComputeDevice
{
    private const string CudaKind = "cuda";

    /// <summary>Above everything of libtorch: its CUDA code registers devices only if it is loaded before anything else is.</summary>
    private static readonly bool _isCudaBuild = NativeLibraryFile.IsCuda(NativeLibraryFile.SearchFolders) && NativeLibraryFile.Load(NativeLibraryFile.SearchFolders).LoadError is null;

    private ComputeDevice(string name, Device torch, bool onTensors) => (Name, Torch, OnTensors) = (name, torch, onTensors);

    public static ComputeDevice Processor { get; } = new("cpu", CPU, onTensors: false);

    /// <summary>What a GPU runs, on the processor, and as closed to a look at its memory: for checks where there is no GPU. No speed to expect.</summary>
    public static ComputeDevice Tensors { get; } = new("tensors", CPU, onTensors: true);

    /// <summary>cpu, tensors or cuda:N.</summary>
    public string Name { get; }

    internal Device Torch { get; }

    /// <summary>States and networks are libtorch's, and their memory is closed.</summary>
    internal bool OnTensors { get; }

    /// <summary>Its memory is its own, apart from the machine's.</summary>
    public bool IsCuda => Torch.type == DeviceType.CUDA;

    /// <summary>The device of this name, if this machine and this build have it; else null and what is wrong.</summary>
    public static ComputeDevice? Find(string name, out string error)
    {
        error = "";
        if (name == Processor.Name) return Processor;
        if (name == Tensors.Name) return Tensors;
        if (name.Split(':') is not [CudaKind, var digits] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            error = $"there is no device '{name}'; use cpu, tensors or cuda:0.";
            return null;
        }
        var there = _isCudaBuild && cuda.is_available() ? cuda.device_count() : 0;
        if (index < there) return Cuda(index);
        error = there == 0
            ? $"libtorch finds no GPU for {name}. Build with -p:Accelerator=cuda on a machine with an NVIDIA driver, or use cpu."
            : $"there is no {name}: this machine has {there} GPU(s), cuda:0 to cuda:{there - 1}.";
        return null;
    }

    /// <summary>Bytes of its own memory that are taken at the moment, by whatever process; null without, and where the driver does not say.</summary>
    public long? TakenBytes => IsCuda ? CudaDriver.TakenOf(Torch.index) : null;

    /// <summary>Computes a little and waits for it: null when that works, else what libtorch says. After some errors a device answers nothing else for the life of the process.</summary>
    public string? Defect()
    {
        try
        {
            using var three = ones([3], device: Torch);
            using var sum = three.sum();
            using var here = sum.cpu();
            return here.item<float>() == 3 ? null : $"1 + 1 + 1 came out as {here.item<float>()}";
        }
#pragma warning disable CA1031 // whatever goes wrong here is the finding
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error.Message.Split('\n', 2)[0];
        }
    }

    /// <summary>Waits until the device has done what it was told.</summary>
    public void Synchronize()
    {
        if (IsCuda) cuda.synchronize(Torch);
    }

    public override string ToString() => Name;

    /// <summary>The device on which somebody else's tensor lies.</summary>
    internal static ComputeDevice Of(Tensor tensor)
        => tensor.device_type == DeviceType.CPU ? Processor : new(tensor.device.ToString(), tensor.device, onTensors: true);

    private static ComputeDevice Cuda(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{CudaKind}:{index}"), device(CudaKind, index), onTensors: true);
}
