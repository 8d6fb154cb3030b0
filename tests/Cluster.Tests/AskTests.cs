using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Cluster.Tests;

/// <summary>Foreign programs that train runs or choose points, through the real grains.</summary>
public sealed class AskTests
{
    private const string Trained = "spiral 6 1 resources.device=external";
    private const string Chosen = "spiral 100 1 search.kind=external";

    [Fact]
    public async Task Every_asker_gets_a_run_of_its_own_and_the_sweep_ends_when_all_are_told()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        var id = await cluster.SubmitAsync(Trained);
        var (one, other) = (await RunAsync(cluster, id, "one"), await RunAsync(cluster, id, "other"));
        Assert.NotEqual(one, other);
        Assert.Equal(one, await RunAsync(cluster, id, "one"));
        for (var told = 0; told < 6; told++)
            Assert.IsType<TellAnswer.Counted>(await Ask(cluster).Tell(await RunAsync(cluster, id, told % 2 == 0 ? "one" : "other"), [new("validation.loss", told + 1)]));
        Assert.Equal((SweepStatus.Completed, 6L), (await cluster.OverAsync(id) is var over ? over.Status : default, over.Completed));
        Assert.Equal(new AskAnswer.Nothing(SweepStatus.Completed), await Ask(cluster).ForRun(id, "one"));
        Assert.Empty(cluster.Script.Started);
        Assert.IsType<TellAnswer.Known>(await Ask(cluster).Tell(one, [new("validation.loss", 1)]));
        Assert.IsType<TellAnswer.Refused>(await Ask(cluster).Tell(one, [new("validation.loss", 2)]));
    }

    [Fact]
    public async Task A_sweep_that_is_cancelled_does_not_wait_for_askers_and_their_late_results_are_refused()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        var id = await cluster.SubmitAsync(Trained);
        var run = await RunAsync(cluster, id, "one");
        await cluster.Sweep(id).Cancel();
        Assert.Equal(6, (await cluster.OverAsync(id)).Cancelled);
        Assert.Contains("is over: cancelled", Assert.IsType<TellAnswer.Refused>(await Ask(cluster).Tell(run, [new("validation.loss", 1)])).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_sweep_hands_out_nothing_and_takes_the_result_of_what_it_had_handed_out()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        var id = await cluster.SubmitAsync(Trained);
        var run = await RunAsync(cluster, id, "one");
        await cluster.Sweep(id).Pause();
        Assert.Equal(new AskAnswer.Nothing(SweepStatus.Paused), await Ask(cluster).ForRun(id, "other"));
        Assert.IsType<TellAnswer.Counted>(await Ask(cluster).Tell(run, [new("validation.loss", 1)]));
        await cluster.Sweep(id).Resume();
        for (var told = 1; told < 6; told++) await Ask(cluster).Tell(await RunAsync(cluster, id, "one"), [new("validation.loss", 1)]);
        Assert.Equal(6, (await cluster.OverAsync(id)).Completed);
    }

    [Fact]
    public async Task Points_from_outside_are_trained_once_each_and_the_sweep_waits_for_more_until_it_is_stopped()
    {
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            id = await first.SubmitAsync(Chosen);
            Assert.Equal(0.5 + (1.0 / 20), await ValueAsync(first, id, 0.5));
            Assert.Equal(0.25 + (1.0 / 20), await ValueAsync(first, id, 0.25));
            Assert.Equal(0.5 + (1.0 / 20), await ValueAsync(first, id, 0.5));
            Assert.Equal(2, first.Script.Started.Count);
            await first.Silos.KillSiloAsync(first.Silos.Silos[0], TestContext.Current.CancellationToken);
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        Assert.Equal(0.25 + (1.0 / 20), await ValueAsync(second, id, 0.25));
        Assert.Equal(0.125 + (1.0 / 20), await ValueAsync(second, id, 0.125));
        Assert.Single(second.Script.Started);
        Assert.Equal(SweepStatus.Active, (await second.Sweep(id).Snapshot())!.Status);
        await second.Sweep(id).Stop();
        Assert.Equal((SweepStatus.Completed, 3L), (await second.OverAsync(id) is var over ? over.Status : default, over.Completed));
        var refused = Assert.IsType<AskAnswer.Refused>(await Ask(second).ForPoint(id, ["x=0.75"]));
        Assert.Contains("is over or ends", Assert.Single(refused.Errors).Rule, StringComparison.Ordinal);
        Assert.Equal(0.5 + (1.0 / 20), await ValueAsync(second, id, 0.5));
    }

    private static IAskGrain Ask(TestCluster cluster) => cluster.Grains.GetGrain<IAskGrain>(0);

    private static async Task<RunId> RunAsync(TestCluster cluster, string id, string asker)
    {
        AskAnswer answer = new AskAnswer.Nothing(SweepStatus.Active);
        await Eventually.HoldsAsync(async () => (answer = await Ask(cluster).ForRun(id, asker)) is AskAnswer.Run);
        return ((AskAnswer.Run)answer).Id;
    }

    private static async Task<double> ValueAsync(TestCluster cluster, string id, double point)
    {
        AskAnswer.Trial? trial = null;
        await Eventually.HoldsAsync(async () => (trial = (AskAnswer.Trial)await Ask(cluster).ForPoint(id, [$"x={point}"])).Progress is TrialProgress.Completed);
        return Assert.Single(trial!.Values).Value;
    }
}
