using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Orchestrator.OdeEngine.Native;

/// <summary>
/// Tells whether the engine can compute on this machine, and why not if not. Made for people: <c>orchestrator doctor</c>
/// prints what it finds.
/// </summary>
public static class NativeRuntime
{
    private static string Platform =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>
    /// Loads libtorch into this process if it is not loaded yet, and calculates a gradient with it. Never throws, never ends
    /// the process, and writes nothing to the console (TorchSharp itself prints a page to stdout when it cannot load).
    /// </summary>
    public static NativeReport Inspect() => Inspect(NativeLibraryFile.SearchFolders);

    internal static NativeReport Inspect(IReadOnlyList<string> folders)
    {
        var file = NativeLibraryFile.Load(folders);
        var loaded = file is { Path: not null, LoadError: null };
        var torch = loaded ? TorchFacts.Read() : TorchFacts.None;
        var report = new NativeReport
        {
            Works = loaded && torch.Error is null,
            Platform = Platform,
            LibraryPath = file.Path,
            LibTorchVersion = torch.Version,
            TorchSharpVersion = TorchSharpVersion(),
            CpuCapability = CpuCapability.Current,
            ProcessorCount = Environment.ProcessorCount,
            IntraOpThreads = torch.IntraOpThreads,
            IsCudaBuild = file.IsCudaBuild,
            CudaDeviceCount = torch.CudaDeviceCount,
            SymbolVersionFix = file.Fix,
            Problems = [],
        };
        return report with { Problems = NativeProblems.Of(report, file.LoadError ?? torch.Error, folders) };
    }

    private static string TorchSharpVersion()
    {
        var assembly = typeof(torch).Assembly;
        var informational = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return informational?.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "unknown";
    }
}
