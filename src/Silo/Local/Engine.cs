using System.Collections.Immutable;
using Orchestrator.OdeEngine.Native;

namespace Orchestrator.Silo.Local;

/// <summary>The numerical engine on this machine.</summary>
internal static class Engine
{
    /// <summary>Loads libtorch into this process.</summary>
    public static ImmutableArray<DoctorCheck> Checks()
    {
        var report = NativeRuntime.Inspect();
        var advice = report.Problems.IsEmpty ? null : string.Join(" ", report.Problems);
        var state = !report.Works ? CheckState.Problem : advice is null ? CheckState.Good : CheckState.Warning;
        return [new("libtorch", state, Library(report), advice), Devices(report)];
    }

    private static string Library(NativeReport report) => report.Works
        ? $"{report.LibTorchVersion} through TorchSharp {report.TorchSharpVersion} on {report.Platform}, kernels {report.CpuCapability}, {report.LibraryPath}"
        : $"does not work on {report.Platform} (TorchSharp {report.TorchSharpVersion}, {report.LibraryPath ?? "no native library found"})";

    private static DoctorCheck Devices(NativeReport report) => report switch
    {
        { Works: false } => new("devices", CheckState.Problem, "none: libtorch does not work", null),
        { CudaAvailable: true } => new("devices", CheckState.Good, string.Join(", ", CudaDevices.Find().Select(Described).Prepend(Processor(report))), null),
        { IsCudaBuild: true } => new("devices", CheckState.Warning, $"{Processor(report)}; no CUDA device", "This build has CUDA code, but finds no driver or no device; see nvidia-smi."),
        _ => new("devices", CheckState.Good, Processor(report), null),
    };

    private static string Processor(NativeReport report) => $"cpu ({report.ProcessorCount} processors)";

    private static string Described(CudaDevice device)
        => $"{device.Name} ({device.Model ?? "unknown model"}, {(device.MemoryBytes is { } bytes ? $"{bytes >> 20} MiB" : "unknown memory")})";
}
