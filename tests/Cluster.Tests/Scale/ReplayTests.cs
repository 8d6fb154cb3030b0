using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Simulation;

namespace Orchestrator.Cluster.Tests.Scale;

/// <summary>Successive halving through the product's own silo, on virtual devices.</summary>
public sealed class ReplayTests
{
    private const int Runs = 300;

    [Fact]
    public async Task Two_replays_decide_the_same_and_another_seed_decides_otherwise()
    {
        var (first, again, other) = (await RunAsync(Replay.Of(Runs, 1)), await RunAsync(Replay.Of(Runs, 1)), await RunAsync(Replay.Of(Runs, 2)));

        Assert.Equal((first.Decisions, first.Attempts, first.Completed, first.VirtualSeconds), (again.Decisions, again.Attempts, again.Completed, again.VirtualSeconds));
        Assert.NotEqual(first.Decisions, other.Decisions);
        // Promotions both on arrival and later, and none for most.
        Assert.True(first.Attempts > Runs);
        Assert.InRange(first.Completed, 2, Runs / 3);
    }

    /// <summary>A search that learns has in every point all that was told before it, in its order.</summary>
    [Fact]
    public async Task Two_replays_of_a_search_that_learns_decide_the_same()
    {
        var replay = new Replay(60, 4, 1, "tpe");

        Assert.Equal((await RunAsync(replay)).Decisions, (await RunAsync(replay)).Decisions);
    }

    private static async Task<Replayed> RunAsync(Replay replay)
    {
        using var folder = new TemporaryFolder();
        return await ReplayedSweep.RunAsync(replay, folder.File("data"), TestContext.Current.CancellationToken);
    }
}
