using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Cluster.Tests;

/// <summary>What a person can do to a sweep that runs.</summary>
public sealed class ControlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_sweep_frees_its_devices_and_goes_on_from_its_checkpoints()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.HoldAt = _ => 10;
        var id = await cluster.SubmitAsync("spiral 8 1");
        await Eventually.HoldsAsync(() => Task.FromResult(cluster.Script.Held.Count == 4));

        await cluster.Sweep(id).Pause();
        await Eventually.HoldsAsync(async () => await cluster.Grains.GetGrain<IPoolGrain>("main").Devices() is [{ Leases.IsEmpty: true }]);
        await Eventually.HoldsAsync(async () => (await RunsAsync(cluster, id)).All(r => r.Status == RunStatus.Paused));
        var paused = await cluster.UntilAsync(id, s => s.Status is SweepStatus.Paused);
        Assert.Equal((0L, 8L), (paused.Finished, paused.Queued));
        Assert.Equal(SweepStatus.Paused, (await cluster.Ledger.SweepAsync(id, Cancellation))!.Status);
        // The supervisor's ticks and a second pause start nothing.
        await cluster.Sweep(id).Wake();
        await cluster.Sweep(id).Pause();
        Assert.Equal(4, cluster.Script.Started.Count);

        cluster.Script.Gate.Set();
        await cluster.Sweep(id).Resume();
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 8L, 0L), (over.Status, over.Completed, over.Failed));
        Assert.Equal([0, 0, 0, 0, 9, 9, 9, 9], cluster.Script.Started.GroupBy(s => s.Lease.Run).Select(g => g.Last().ResumedAt).Order());
        Assert.All(await cluster.LossesAsync(id), r => Assert.Equal(r.Key.TrialNumber + (1.0 / 20), r.Value));
    }

    [Theory]
    [InlineData("watched 4 1 pruning.patience=1000", new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }), InlineData("unwatched 4 1", new int[0])]
    public async Task A_resumed_run_is_handed_its_earlier_reports_where_a_rule_looks_at_them(string text, int[] earlier)
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.HoldAt = _ => 10;
        var id = await cluster.SubmitAsync(text);
        await Eventually.HoldsAsync(() => Task.FromResult(cluster.Script.Held.Count == 4));
        await cluster.Sweep(id).Pause();
        await Eventually.HoldsAsync(async () => (await RunsAsync(cluster, id)).All(r => r.Status == RunStatus.Paused));
        cluster.Script.Gate.Set();
        await cluster.Sweep(id).Resume();
        await cluster.OverAsync(id);
        var attempts = cluster.Script.Started.ToLookup(attempt => attempt.Lease.Attempt);
        Assert.All(attempts[1], attempt => Assert.Empty(attempt.Earlier));
        Assert.Equal(4, attempts[2].Count());
        Assert.All(attempts[2], attempt => Assert.Equal(earlier, attempt.Earlier));
    }

    [Fact]
    public async Task A_pause_outlives_the_processes_and_a_resume_in_the_next_one_ends_it()
    {
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            first.Script.HoldAt = _ => 10;
            id = await first.SubmitAsync("spiral 6 1");
            await Eventually.HoldsAsync(() => Task.FromResult(first.Script.Held.Count == 4));
            await first.Sweep(id).Pause();
            await first.KillAsync(first.Silos.Silos[0]);
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        await Eventually.HoldsAsync(async () => (await RunsAsync(second, id)) is { Length: 6 } runs && runs.All(r => r.Status == RunStatus.Paused));
        Assert.Equal(SweepStatus.Paused, (await second.Sweep(id).Snapshot())!.Status);
        Assert.Empty(second.Script.Started);
        await second.Sweep(id).Resume();
        var over = await second.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 6L), (over.Status, over.Completed));
        Assert.All(await second.LossesAsync(id), r => Assert.Equal(r.Key.TrialNumber + (1.0 / 20), r.Value));
    }

    [Fact]
    public async Task A_sweep_starts_from_what_an_earlier_one_had_heard_and_says_if_it_cannot()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        async Task<SubmitResult> Submit(string text) => await cluster.Grains.GetGrain<ISubmissionGrain>(0).Submit(new(text, "test.yaml", "/", []), Repeat.ReuseExisting);
        async Task<string> RefusalAsync(string text) => Assert.Single(Assert.IsType<SubmitResult.Rejected>(await Submit(text)).Errors).Rule;
        Assert.Contains("no sweep nowhere in this ledger that second could", await RefusalAsync("second 3 1 search.warm_start=nowhere"), StringComparison.Ordinal);

        cluster.Script.HoldAt = _ => 5;
        var earlier = await cluster.SubmitAsync("first 4 1");
        Assert.Contains("is not over", await RefusalAsync($"second 3 1 search.warm_start={earlier}"), StringComparison.Ordinal);
        cluster.Script.Gate.Set();
        await cluster.OverAsync(earlier);
        Assert.Contains("no finished trial", await RefusalAsync($"second 3 1 workload.points=50 search.warm_start={earlier}"), StringComparison.Ordinal);

        // Learning rates 0 and 1 of the four are in the space, which ends at 1.
        var id = await cluster.SubmitAsync($"second 3 1 search.warm_start={earlier}");
        Assert.Equal(3, (await cluster.OverAsync(id)).Completed);
        var row = (await cluster.Ledger.SweepAsync(id, Cancellation))!;
        Assert.Equal(4, row.Spec.Search.WarmStart!.Tells);
        var memory = await SweepReading.LoadAsync(row, SweepState.Initial with { NextTrial = 3, Told = 3 }, cluster.Ledger, new ScriptedRules(), Cancellation);
        Assert.Equal([-2L, -1L, 0L, 1L, 2L], memory.Trials.All.Trials.Select(trial => trial.Number));
        Assert.Equal(3, (await cluster.Ledger.TrialsAsync(id, Cancellation)).Length);
    }

    [Fact]
    public async Task A_target_ends_a_sweep_after_the_runs_that_train_and_the_listing_says_why()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.HoldAt = run => run is { TrialNumber: 1, Replicate: 1 } or { TrialNumber: >= 2 } ? 5 : null;
        var id = await cluster.SubmitAsync("spiral 100 2 budget.target=0.05");
        await cluster.UntilAsync(id, s => s is { Completed: 3, Queued: 0, Running.Length: > 0 });
        cluster.Script.Gate.Set();
        var over = await cluster.OverAsync(id);
        Assert.Equal(SweepStatus.Completed, over.Status);
        Assert.Equal("trial 0 reached budget.target of 0.05 with 0.05", over.Reason);
        Assert.Equal(over.Completed, cluster.Script.Started.Count);
        Assert.True(over.Completed < 10);
        Assert.Equal(over.Reason, Assert.Single(await cluster.Ledger.SweepsAsync(Cancellation)).Reason);
    }

    [Fact]
    public async Task A_stopped_sweep_finishes_what_runs_and_starts_nothing_more()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.HoldAt = run => run.TrialNumber >= 2 ? 5 : null;
        var id = await cluster.SubmitAsync("spiral 100 1");
        await cluster.UntilAsync(id, s => s.Completed == 2 && s.Running.Length == 4);
        await cluster.Sweep(id).Stop();
        await cluster.UntilAsync(id, s => s.Queued == 0);
        cluster.Script.Gate.Set();
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 6L, 28L), (over.Status, over.Completed, over.Cancelled));
        Assert.Contains("request", over.Reason, StringComparison.Ordinal);
        Assert.Equal(6, cluster.Script.Started.Count);
    }

    [Fact]
    public async Task A_stopped_sweep_is_resumed_in_the_next_process_and_ends_as_if_it_had_never_been_stopped()
    {
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            first.Script.HoldAt = run => run.TrialNumber >= 2 ? 5 : null;
            id = await first.SubmitAsync("spiral 50 1");
            await first.UntilAsync(id, s => s.Completed == 2 && s.Running.Length == 4);
            await first.Sweep(id).Stop();
            await first.UntilAsync(id, s => s.Queued == 0);
            first.Script.Gate.Set();
            await first.OverAsync(id);
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        Assert.True((await second.Sweep(id).Snapshot())!.CanResume);
        await second.Sweep(id).Resume();
        var over = await second.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 50L, 0L), (over.Status, over.Completed, over.Cancelled));
        Assert.Equal((null, false), (over.Reason, over.CanResume));
        Assert.Equal(44, second.Script.Started.Count);
        Assert.All(await second.LossesAsync(id), r => Assert.Equal(r.Key.TrialNumber + (1.0 / 20), r.Value));
    }

    // Of four runs at the first level a scheduler lets one go on; members of a population wait for each other there.
    [Theory, InlineData("spiral 9 1 scheduler.kind=asha scheduler.min=4", 4), InlineData("spiral 9 1 scheduler.kind=hyperband scheduler.min=4", 4), InlineData("spiral 4 1 scheduler.kind=pbt scheduler.min=5", 4)]
    public async Task Runs_under_way_when_a_sweep_is_stopped_are_trained_to_their_end_whatever_its_scheduler(string text, int underWay)
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.HoldAt = _ => 2;
        var id = await cluster.SubmitAsync(text);
        await Eventually.HoldsAsync(() => Task.FromResult(cluster.Script.Held.Count == underWay));
        await cluster.Sweep(id).Stop();
        cluster.Script.Gate.Set();
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, (long)underWay, 0L), (over.Status, over.Completed, over.Pruned));
        Assert.All(await cluster.LossesAsync(id), r => Assert.Equal(r.Key.TrialNumber + (1.0 / 20), r.Value));
    }

    [Fact]
    public async Task A_paused_sweep_can_be_stopped_and_what_had_begun_is_finished()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.HoldAt = _ => 10;
        var id = await cluster.SubmitAsync("spiral 100 1");
        await Eventually.HoldsAsync(() => Task.FromResult(cluster.Script.Held.Count == 4));
        await cluster.Sweep(id).Pause();
        await cluster.UntilAsync(id, s => s.Status is SweepStatus.Paused && s.Running.IsEmpty);
        cluster.Script.Gate.Set();
        await cluster.Sweep(id).Stop();
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 4L, 28L), (over.Status, over.Completed, over.Cancelled));
    }

    private static async Task<RunRow[]> RunsAsync(TestCluster cluster, string id) => [.. await cluster.Ledger.RunsAsync(id, Cancellation)];
}
