using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Cluster.Tests;

/// <summary>A population through the real grains and a real ledger: whatever is killed, its history is the same.</summary>
public sealed class PopulationTests
{
    // 20 iterations with generations at 5, 10 and 15; of six members one takes over each time.
    private const string Population = "spiral 6 1 scheduler.kind=pbt scheduler.min=5";

    /// <summary>What a population came to: who went on with whose parameters and which values, and how the runs ended.</summary>
    private sealed record Ending(string[] Lineage, (int Trial, double Loss)[] Losses);

    private static async Task<Ending> EndingAsync(TestCluster cluster, string id)
    {
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 6L, 0L), (over.Status, over.Completed, over.Failed));
        var tells = await cluster.Ledger.TellsAsync(id, TestContext.Current.CancellationToken);
        return new Ending(
            [.. tells.Where(tell => tell.Takeover is not null).Select(tell => $"{tell.Run.TrialNumber} from {tell.Takeover!.Source} at {tell.Takeover.Iteration}: {string.Join(", ", tell.Takeover.Assignment)}")],
            [.. (await cluster.LossesAsync(id)).Select(run => (run.Key.TrialNumber, run.Value)).Order()]);
    }

    private static async Task<Ending> UndisturbedAsync()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        return await EndingAsync(cluster, await cluster.SubmitAsync(Population));
    }

    private static void AssertSame(Ending expected, Ending actual)
    {
        Assert.Equal(expected.Lineage, actual.Lineage);
        Assert.Equal(expected.Losses, actual.Losses);
    }

    [Fact]
    public async Task Each_generation_hands_the_best_to_the_worst_and_every_run_holds_at_its_levels()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        var id = await cluster.SubmitAsync(Population);
        var ending = await EndingAsync(cluster, id);
        Assert.Equal([5, 10, 15], ending.Lineage.Select(line => int.Parse(line.Split(" at ")[1].Split(':')[0])));
        Assert.StartsWith("5 from 0 at 5", ending.Lineage[0], StringComparison.Ordinal);
        Assert.All(cluster.Script.Started, attempt => Assert.Contains(attempt.ResumedAt, (int[])[0, 5, 10, 15]));
        Assert.Equal(24, cluster.Script.Started.Count);
        // Trial 5 began with the learning rate 5; the domain ends at 1.
        Assert.True(ending.Losses[5].Loss <= 1.05);
        var report = await cluster.Grains.GetGrain<IQueryGrain>(0).Comparison(id);
        Assert.Equal(ending.Lineage.Length, report!.Lineage.Length);
    }

    // The checkpoint is handed over and not yet counted: it is handed over again, to the same effect, and the sweep remembers one.
    [Fact]
    public async Task A_silo_killed_in_the_middle_of_a_handover_loses_nothing_and_copies_nothing_twice()
    {
        var expected = await UndisturbedAsync();
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            using var killed = new ManualResetEventSlim(false);
            var joins = 0;
            first.Script.Joining = () =>
            {
                if (Interlocked.Increment(ref joins) == 2) killed.Wait(TimeSpan.FromSeconds(20));
            };
            id = await first.SubmitAsync(Population);
            await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref joins) == 2));
            var death = first.KillAsync(first.Silos.Silos[0]);
            killed.Set();
            await death;
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        AssertSame(expected, await EndingAsync(second, id));
    }

    // Runs that hold at iteration 7 or 12 are killed between generations, with others set aside already.
    [Theory, InlineData(4), InlineData(7), InlineData(12)]
    public async Task A_silo_killed_between_generations_changes_nothing(int iteration)
    {
        var expected = await UndisturbedAsync();
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            first.Script.HoldAt = run => run.TrialNumber == 2 ? iteration : null;
            id = await first.SubmitAsync(Population);
            await first.UntilAsync(id, s => s.Paused == 5);
            await first.KillAsync(first.Silos.Silos[0]);
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        AssertSame(expected, await EndingAsync(second, id));
    }

    [Fact]
    public async Task A_storage_that_fails_now_and_then_changes_nothing()
    {
        var expected = await UndisturbedAsync();
        using var file = new LedgerFile();
        var faults = new StorageFaults();
        await using var cluster = await TestCluster.StartAsync(file.Path, faults: faults);
        var id = await cluster.SubmitAsync(Population);
        faults.Every = 9;
        await cluster.OverAsync(id);
        faults.Every = 0;
        AssertSame(expected, await EndingAsync(cluster, id));
    }
}
