using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Native;

/// <summary>What this machine offers the engine, as found by <see cref="NativeRuntime.Inspect()"/>.</summary>
public sealed record NativeReport
{
    /// <summary>libtorch is loaded, and a small calculation with its gradient came out right.</summary>
    public required bool Works { get; init; }

    /// <summary>Operating system and processor, e.g. <c>linux-x64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Full path of TorchSharp's native library, or null where none was found.</summary>
    public required string? LibraryPath { get; init; }

    /// <summary>Version of the libtorch that TorchSharp is made for, e.g. <c>2.10.0.0</c>; null while it does not load.</summary>
    public required string? LibTorchVersion { get; init; }

    /// <summary>Version of the TorchSharp assembly, e.g. <c>0.107.0</c>.</summary>
    public required string TorchSharpVersion { get; init; }

    /// <summary>Vector instructions libtorch chooses its kernels by: <c>AVX512</c>, <c>AVX2</c>, <c>NEON</c> or <c>DEFAULT</c>.</summary>
    public required string CpuCapability { get; init; }

    /// <summary>Processors this process may use.</summary>
    public required int ProcessorCount { get; init; }

    /// <summary>Threads libtorch would split one operation over, unless told otherwise; null while it does not load.</summary>
    public required int? IntraOpThreads { get; init; }

    /// <summary>The libtorch found beside the program is one with CUDA code.</summary>
    public required bool IsCudaBuild { get; init; }

    /// <summary>CUDA devices libtorch can use; 0 on a CPU build or without a driver.</summary>
    public required int CudaDeviceCount { get; init; }

    /// <summary>At least one CUDA device can be used.</summary>
    public bool CudaAvailable => CudaDeviceCount > 0;

    /// <summary>State of the build-time fix that lets TorchSharp load on older Linux distributions.</summary>
    public required SymbolVersionFix SymbolVersionFix { get; init; }

    /// <summary>What is wrong or slow, each with what to do about it, in plain words; empty when all is well.</summary>
    public required ImmutableArray<string> Problems { get; init; }
}
