using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Native;

/// <summary>Turns findings into sentences: what was found, what follows, what to do.</summary>
internal static class NativeProblems
{
    public static ImmutableArray<string> Of(NativeReport report, string? error, IReadOnlyList<string> folders)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (report.LibraryPath is null)
            problems.Add(NotFound(report, folders));
        else if (error is not null)
            problems.Add(NotUsable(report, error));
        if (report is { Works: true, IsCudaBuild: true, CudaAvailable: false })
            problems.Add("This is a CUDA build of libtorch, but no CUDA device answers, so runs use the CPU. Check that nvidia-smi lists a device, that its driver supports CUDA 12.8, and that CUDA_VISIBLE_DEVICES is not empty.");
        if (report.CpuCapability == CpuCapability.Default)
            problems.Add($"libtorch computes without AVX2 here, several times slower than it could. Use a processor with AVX2, or remove the variable {CpuCapability.Override} if it is set.");
        return problems.ToImmutable();
    }

    private static string NotFound(NativeReport report, IReadOnlyList<string> folders) =>
        $"{NativeLibraryFile.FileName} is in none of the folders {string.Join(", ", folders)}, so the engine cannot compute. "
        + $"It comes with the build on linux-x64, osx-arm64, win-x64 and win-arm64; this is {report.Platform}. On one of these, build again with 'dotnet build'; projects with TorchOutput=none do not get it.";

    private static string NotUsable(NativeReport report, string error) =>
        error.Contains(NativeLibraryFile.UnneededVersion, StringComparison.Ordinal)
            ? $"{report.LibraryPath} asks for {NativeLibraryFile.UnneededVersion}, which the C++ library of this machine does not have, so the engine cannot compute. The build relaxes that requirement: delete the project's bin and obj folders and build again."
            : $"{report.LibraryPath} cannot be used, so the engine cannot compute. The system says: {error} If a file is missing or damaged, delete the project's bin and obj folders and build again.";
}
