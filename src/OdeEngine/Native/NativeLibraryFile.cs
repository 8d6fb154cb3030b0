using System.Runtime.InteropServices;
using Orchestrator.Build;

namespace Orchestrator.OdeEngine.Native;

/// <summary>TorchSharp's native library as it lies on disk: where, relaxed or not, and why it does not load if it does not.</summary>
/// <param name="Path">Full path, or null when no searched folder holds it.</param>
/// <param name="Fix">State of the build-time relaxation.</param>
/// <param name="IsCudaBuild">libtorch_cuda lies beside it.</param>
/// <param name="LoadError">The loader's own words, or null when it is loaded.</param>
internal sealed record NativeLibraryFile(string? Path, SymbolVersionFix Fix, bool IsCudaBuild, string? LoadError)
{
    /// <summary>The C++ symbol version that TorchSharp 0.107 asks for without need.</summary>
    public const string UnneededVersion = "GLIBCXX_3.4.32";

    private static readonly string[] OfTorch = ["libLibTorchSharp", "libtorch", "libc10", "libgomp"];

    public static string FileName =>
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    private static string CudaFileName => OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so";

    /// <summary>The folders in which .NET looks for native libraries of this program.</summary>
    public static IReadOnlyList<string> SearchFolders =>
        [.. ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), AppContext.BaseDirectory];

    /// <summary>Whether the libtorch in these folders is one with CUDA code. Loads nothing.</summary>
    public static bool IsCuda(IReadOnlyList<string> folders) => FolderOf(folders) is { } folder && File.Exists(System.IO.Path.Combine(folder, CudaFileName));

    /// <summary>Finds the library and loads it into this process, where it stays. Never throws.</summary>
    public static NativeLibraryFile Load(IReadOnlyList<string> folders)
    {
        if (FolderOf(folders) is not { } folder)
            return new(null, SymbolVersionFix.Unknown, IsCudaBuild: false, LoadError: null);
        var path = System.IO.Path.Combine(folder, FileName);
        var cuda = System.IO.Path.Combine(folder, CudaFileName);
        var isCuda = IsCuda(folders);
        // libtorch_cuda registers its devices only when it is loaded before everything else.
        var error = DefectIn(folder) ?? (isCuda ? TryLoad(cuda) : null) ?? TryLoad(path);
        return new(path, FixOf(path), isCuda, error);
    }

    private static string? FolderOf(IReadOnlyList<string> folders) => folders.FirstOrDefault(f => File.Exists(System.IO.Path.Combine(f, FileName)));

    private static string? DefectIn(string folder) =>
        !OperatingSystem.IsLinux()
            ? null
            : Directory.EnumerateFiles(folder, "*.so*")
                .Where(f => System.IO.Path.GetFileName(f) is var name && OfTorch.Any(t => name.StartsWith(t, StringComparison.Ordinal)))
                .Select(ElfFile.DefectOf)
                .FirstOrDefault(defect => defect is not null);

    private static string? TryLoad(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message.Trim();
        }
    }

    private static SymbolVersionFix FixOf(string path)
    {
        try
        {
            return ElfSymbolVersions.Read(File.ReadAllBytes(path), UnneededVersion) switch
            {
                VersionNeed.Required => SymbolVersionFix.Missing,
                VersionNeed.Weak => SymbolVersionFix.Applied,
                VersionNeed.Damaged => SymbolVersionFix.Unknown,
                VersionNeed.NotElf when OperatingSystem.IsLinux() => SymbolVersionFix.Unknown,
                _ => SymbolVersionFix.NotNeeded,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SymbolVersionFix.Unknown;
        }
    }
}
