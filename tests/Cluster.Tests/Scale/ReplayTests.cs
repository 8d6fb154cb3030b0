using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Simulation;

namespace Orchestrator.Cluster.Tests.Scale;

public sealed class ReplayTests : IDisposable
{
    private const int Trials = 300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_replays_of_a_halving_sweep_decide_the_same_in_the_same_order()
    {
        var first = await PlayAsync("first", seed: 1);
        var second = await PlayAsync("second", seed: 1);
        Assert.Equal(first.Decisions, second.Decisions);
        Assert.Equal(first.Table, second.Table);
        Assert.NotEqual(first.Decisions, (await PlayAsync("other", seed: 2)).Decisions);
    }

    [Fact]
    public async Task A_replayed_sweep_halves_and_counts_every_run_once()
    {
        var replay = await PlayAsync("one", seed: 3);
        Assert.Equal(Trials, replay.Runs.Length);
        var completed = replay.Runs.Where(run => run.Status == RunStatus.Completed).ToArray();
        Assert.InRange(completed.Length, 1, Trials / 9);
        Assert.All(completed, run => Assert.Equal(81, run.Last!.Iteration));
        Assert.Equal(Trials - completed.Length, replay.Runs.Count(run => run.Status == RunStatus.Pruned));
        Assert.Equal(Trials, replay.Tells.Count(tell => tell.Kind is TellKind.Completed or TellKind.Pruned));
        // One in three goes on from every rung, so at each rung a third of the judgements at the one below.
        var judged = replay.Tells.Where(tell => tell.Kind == TellKind.Judged).ToLookup(tell => tell.Rung, tell => tell.Run);
        Assert.Equal(Trials, judged[9].Distinct().Count());
        Assert.InRange(judged[27].Distinct().Count(), Trials / 3 - 10, Trials / 3);
    }

    private Task<Replay> PlayAsync(string name, int seed)
        => Replay.PlayAsync(_folder.File(name), SimulatedSweep.Halving(Trials, seed), TestContext.Current.CancellationToken);
}
