using System.Diagnostics;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Cluster.Tests;

public sealed class SimulationTests
{
    [Fact]
    public async Task Probe()
    {
        var n = int.Parse(Environment.GetEnvironmentVariable("PROBE_RUNS") ?? "500");
        using var file = new LedgerFile();
        var simulation = new Simulation(int.Parse(Environment.GetEnvironmentVariable("PROBE_PLACES") ?? "8"), Environment.GetEnvironmentVariable("PROBE_S") is null ? Orchestrator.Grains.Decisions.Scheduling.Schedulers.None : new PromotingScheduler());
        await using var cluster = await TestCluster.StartAsync(file.Path, simulation: simulation);
        var watch = Stopwatch.StartNew();
        var id = await cluster.SubmitAsync($$"""
            name: simulated
            workload: { kind: cubic-spiral }
            training: { iterations: 27, report_every: 9 }
            space: { training.optimizer.learning_rate: { log_uniform: [1e-4, 1] } }
            search: { kind: random, trials: {{n}} }
            {{Environment.GetEnvironmentVariable("PROBE_EXTRA")}}
            """);
        SweepSnapshot s;
        while ((s = (await cluster.Sweep(id).Snapshot())!).Status is SweepStatus.Active) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Fail($"cpu {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:F1} {watch.Elapsed.TotalSeconds:F1} s, {s.Completed} completed {s.Pruned} pruned {s.Failed} failed, {simulation.Iterations} iterations, best {s.BestValue}");
    }
}
