using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.OdeEngine.Native;

/// <summary>The NVIDIA devices that this process can compute on.</summary>
public static class CudaDevices
{
    /// <summary>
    /// In the order of libtorch; empty on a build without CUDA, where it costs nothing, and without a driver or device. <c>CUDA_VISIBLE_DEVICES</c> hides devices.
    /// </summary>
    public static ImmutableArray<CudaDevice> Find()
        => !NativeLibraryFile.IsCuda(NativeLibraryFile.SearchFolders) || NativeRuntime.Inspect() is not { Works: true, CudaDeviceCount: > 0 and var count }
            ? []
            : [.. Enumerable.Range(0, count).Select(ordinal => new CudaDevice(ordinal, CudaDriver.NameOf(ordinal), CudaDriver.MemoryOf(ordinal)))];
}

/// <param name="Model">The driver's name for it, such as NVIDIA H100 80GB HBM3; null: it says none.</param>
/// <param name="MemoryBytes">All of its memory; null: it does not say.</param>
public sealed record CudaDevice(int Ordinal, string? Model, long? MemoryBytes)
{
    /// <summary>cuda:0, …</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"cuda:{Ordinal}");
}
