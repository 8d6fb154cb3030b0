using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.TestSupport;

namespace Orchestrator.Cluster.Tests.Scale;

public sealed class ManyRunsTests : IDisposable
{
    private readonly LedgerFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Runs_that_are_over_leave_memory()
    {
        await using var cluster = await TestCluster.StartAsync(_file.Path);
        var id = await cluster.SubmitAsync("many 20 1");
        Assert.Equal(20, (await cluster.OverAsync(id)).Completed);
        await Eventually.HoldsAsync(async () => await ActivationsAsync(cluster, "TrainingRunGrain") == 0);
        Assert.Equal(1, await ActivationsAsync(cluster, "SweepGrain"));
    }

    [Fact]
    public async Task Results_that_arrive_together_are_each_counted_once()
    {
        var script = new DeviceScript { HoldAt = _ => 5 };
        await using var cluster = await TestCluster.StartAsync(_file.Path, script: script);
        var id = await cluster.SubmitAsync("together 10 1");
        await cluster.UntilAsync(id, sweep => sweep.Running.Length + sweep.Queued == 10);
        var ends = Enumerable.Range(0, 10).Select(trial => new RunSummary(new RunId(id, trial, 0), RunStatus.Completed, null, 1, Sample.Observation(20, trial))).ToArray();
        // Twice each: a run tells its end until it is acknowledged.
        await Task.WhenAll(ends.Concat(ends).Select(cluster.Sweep(id).Finished));
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 10L, 0), (over.Status, over.Completed, over.BestTrial));
        var tells = await cluster.Ledger.TellsAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 10), tells.Select(tell => tell.Run.TrialNumber).Order());
        Assert.Equal(Enumerable.Range(0, 10).Select(n => (long)n), tells.Select(tell => tell.Sequence));
    }

    private static async Task<int> ActivationsAsync(TestCluster cluster, string grain)
        => (await cluster.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics()).Where(each => each.GrainType.Contains(grain, StringComparison.Ordinal)).Sum(each => each.ActivationCount);
}
