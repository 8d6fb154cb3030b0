using Orchestrator.OdeEngine.Native;

namespace Orchestrator.OdeEngine.Tests.Native;

public sealed class NativeProblemsTests
{
    private static readonly NativeReport Healthy = new()
    {
        Works = true,
        Platform = "linux-x64",
        LibraryPath = "/app/libLibTorchSharp.so",
        LibTorchVersion = "2.10.0.0",
        TorchSharpVersion = "0.107.0",
        CpuCapability = CpuCapability.Avx2,
        ProcessorCount = 2,
        IntraOpThreads = 2,
        IsCudaBuild = false,
        CudaDeviceCount = 0,
        SymbolVersionFix = SymbolVersionFix.Applied,
        Problems = [],
    };

    [Fact]
    public void A_healthy_machine_has_none() => Assert.Empty(NativeProblems.Of(Healthy, error: null, folders: []));

    [Fact]
    public void A_library_that_was_not_relaxed_is_told_from_other_failures()
    {
        const string loader = "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)";
        var report = Healthy with { Works = false, SymbolVersionFix = SymbolVersionFix.Missing };

        var problem = Assert.Single(NativeProblems.Of(report, loader, folders: []));

        Assert.Contains("The build relaxes that requirement", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cuda_build_without_a_device_says_what_to_check()
    {
        var problem = Assert.Single(NativeProblems.Of(Healthy with { IsCudaBuild = true }, error: null, folders: []));

        Assert.Contains("nvidia-smi", problem, StringComparison.Ordinal);
        Assert.Empty(NativeProblems.Of(Healthy with { IsCudaBuild = true, CudaDeviceCount = 1 }, error: null, folders: []));
    }

    [Fact]
    public void Plain_kernels_are_a_warning()
    {
        var problem = Assert.Single(NativeProblems.Of(Healthy with { CpuCapability = CpuCapability.Default }, error: null, folders: []));

        Assert.Contains("ATEN_CPU_CAPABILITY", problem, StringComparison.Ordinal);
    }
}
