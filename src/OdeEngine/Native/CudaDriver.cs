using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.OdeEngine.Native;

/// <summary>
/// What only NVIDIA's driver knows of a device, whose ordinals are those of libtorch (both follow CUDA_VISIBLE_DEVICES). Every question answers null where there is
/// no driver, no such device or no answer.
/// </summary>
/// <remarks>
/// NVIDIA, CUDA Driver API reference. libtorch has these numbers, TorchSharp 0.107 does not pass them on.
/// </remarks>
internal static unsafe class CudaDriver
{
    private const int Success = 0;
    private const int LongestName = 256;

    private static readonly Lazy<Functions?> _driver = new(() => Load(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1"));

    public static string? NameOf(int ordinal) => NameOf(_driver.Value, ordinal);

    /// <summary>Memory of the device in bytes.</summary>
    public static long? MemoryOf(int ordinal) => MemoryOf(_driver.Value, ordinal);

    /// <summary>Bytes of the device that are taken at the moment, by whatever process.</summary>
    public static long? TakenOf(int ordinal) => TakenOf(_driver.Value, ordinal);

    internal static string? NameOf(Functions? driver, int ordinal)
    {
        if (Device(driver, ordinal) is not { } device) return null;
        var name = stackalloc byte[LongestName];
        return driver!.Name(name, LongestName, device) == Success ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)) : null;
    }

    internal static long? MemoryOf(Functions? driver, int ordinal)
    {
        nuint bytes;
        return Device(driver, ordinal) is { } device && driver!.TotalMemory(&bytes, device) == Success ? (long)bytes : null;
    }

    internal static long? TakenOf(Functions? driver, int ordinal)
    {
        if (Device(driver, ordinal) is not { } device) return null;
        nint context;
        if (driver!.RetainPrimary(&context, device) != Success) return null;
        try
        {
            if (driver.Push(context) != Success) return null;
            nuint free, total;
            var read = driver.MemoryInfo(&free, &total);
            nint popped;
            return driver.Pop(&popped) == Success && read == Success ? (long)(total - free) : null;
        }
        finally
        {
            driver.ReleasePrimary(device);
        }
    }

    /// <summary>Null where the library is missing, lacks a function, or does not start: no driver, or no device.</summary>
    internal static Functions? Load(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle)) return null;
        try
        {
            var functions = new Functions(handle);
            return functions.Initialise(0) == Success ? functions : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static int? Device(Functions? driver, int ordinal)
    {
        int device;
        return driver is not null && driver.Device(&device, ordinal) == Success ? device : null;
    }

    internal sealed class Functions(nint library)
    {
        public readonly delegate* unmanaged<uint, int> Initialise = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(library, "cuInit");
        public readonly delegate* unmanaged<int*, int, int> Device = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(library, "cuDeviceGet");
        public readonly delegate* unmanaged<byte*, int, int, int> Name = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetName");
        public readonly delegate* unmanaged<nuint*, int, int> TotalMemory = (delegate* unmanaged<nuint*, int, int>)NativeLibrary.GetExport(library, "cuDeviceTotalMem_v2");
        public readonly delegate* unmanaged<nint*, int, int> RetainPrimary = (delegate* unmanaged<nint*, int, int>)NativeLibrary.GetExport(library, "cuDevicePrimaryCtxRetain");
        public readonly delegate* unmanaged<int, int> ReleasePrimary = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "cuDevicePrimaryCtxRelease_v2");
        public readonly delegate* unmanaged<nint, int> Push = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuCtxPushCurrent_v2");
        public readonly delegate* unmanaged<nint*, int> Pop = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "cuCtxPopCurrent_v2");
        public readonly delegate* unmanaged<nuint*, nuint*, int> MemoryInfo = (delegate* unmanaged<nuint*, nuint*, int>)NativeLibrary.GetExport(library, "cuMemGetInfo_v2");
    }
}
