using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Orchestrator.OdeEngine.Native;

/// <summary>The rule by which libtorch picks its CPU kernels (<c>at::native::compute_cpu_capability</c>, DispatchStub.cpp).</summary>
internal static class CpuCapability
{
    public const string Override = "ATEN_CPU_CAPABILITY";
    public const string Avx512 = "AVX512";
    public const string Avx2 = "AVX2";
    public const string Neon = "NEON";
    public const string Default = "DEFAULT";

    public static string Current =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Neon : OnX64(Environment.GetEnvironmentVariable(Override));

    private static string OnX64(string? wanted) => wanted switch
    {
        "avx512" => Avx512,
        "avx2" => Avx2,
        "default" => Default,
        _ when Avx512F.VL.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Fma.IsSupported => Avx512,
        _ when System.Runtime.Intrinsics.X86.Avx2.IsSupported && Fma.IsSupported => Avx2,
        _ => Default,
    };
}
