using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TorchSharp;

namespace Orchestrator.OdeBench.Micro;

/// <summary>Single kernels by BenchmarkDotNet: f and its product, combination and error norm, one step.</summary>
internal static class MicroBenchmarks
{
    /// <param name="arguments">BenchmarkDotNet's own; none: all benchmarks.</param>
    public static int Run(string[] arguments)
    {
        torch.set_num_threads(1);
        // In this process, which is set up like the other measurements: compiled at once, native libraries in place.
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .HideColumns(Column.Job, Column.Toolchain, Column.IterationCount, Column.LaunchCount, Column.WarmupCount)
            .WithOptions(ConfigOptions.DisableLogFile);
        if (arguments is not [.., _]) arguments = ["--filter", "*"];
        var summaries = BenchmarkSwitcher.FromTypes([typeof(FieldBenchmarks), typeof(ArithmeticBenchmarks), typeof(StepBenchmarks)]).Run(arguments, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
