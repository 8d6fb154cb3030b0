using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Cluster.Tests;

public sealed class SweepTests
{
    [Fact]
    public async Task A_submitted_sweep_runs_every_run_exactly_once_and_keeps_every_observation()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        var id = await cluster.SubmitAsync("spiral 25 2");
        var over = await cluster.OverAsync(id);

        Assert.Equal((SweepStatus.Completed, 50L, 50L, 0, 0.05), (over.Status, over.Completed, over.ExpectedRuns, over.BestTrial, over.BestValue!.Value));
        Assert.Equal(50, cluster.Script.Started.Select(s => s.Lease.Run).Distinct().Count());
        Assert.Equal(50, cluster.Script.Started.Count);
        Assert.Equal(25, (await cluster.Ledger.TrialsAsync(id, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(50, (await cluster.Ledger.AttemptsAsync(id, TestContext.Current.CancellationToken)).Count(a => a.End == "completed"));
        var observations = await cluster.Ledger.ObservationsAsync(id, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
        Assert.Equal(50 * 20, observations);
        Assert.Equal(SweepStatus.Completed, (await cluster.Ledger.SweepAsync(id, TestContext.Current.CancellationToken))!.Status);
    }

    [Fact]
    public async Task When_all_is_over_no_device_is_held()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        await cluster.OverAsync(await cluster.SubmitAsync("spiral 5 1"));
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetGrain<IPoolGrain>("main").Devices()) is [{ Leases.IsEmpty: true }]);
    }

    [Fact]
    public async Task A_run_that_wants_more_threads_than_cores_gets_all_cores_and_all_slots()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        await cluster.OverAsync(await cluster.SubmitAsync("spiral 2 1 resources.threads=1024"));
        var cores = Environment.ProcessorCount;
        Assert.Equal(2, cluster.Script.Started.Count);
        Assert.All(cluster.Script.Started, s => Assert.Equal((cores, cores > 1 ? 4 : 1), (s.Lease.Threads, s.Lease.Slots)));
    }

    [Fact]
    public async Task Clients_that_submit_the_same_file_at_once_get_one_sweep()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path, silos: 2);
        var submission = cluster.Grains.GetGrain<ISubmissionGrain>(0);
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => submission.Submit(new("spiral 3 1", "test.yaml", "/", []), Repeat.ReuseExisting)));

        var accepted = Assert.IsType<SubmitResult.Accepted>(Assert.Single(results, result => result is SubmitResult.Accepted));
        Assert.All(results.OfType<SubmitResult.Existing>(), existing => Assert.Equal(accepted.SweepId, existing.SweepId));
        Assert.Equal(accepted.SweepId, Assert.Single(await cluster.Ledger.SweepsAsync(TestContext.Current.CancellationToken)).Id);
        Assert.Equal(3, (await cluster.OverAsync(accepted.SweepId)).Completed);
    }

    [Fact]
    public async Task The_same_file_again_answers_the_existing_sweep_unless_a_new_one_is_asked_for()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        var id = await cluster.SubmitAsync("spiral 2 1");
        await cluster.OverAsync(id);
        var again = await cluster.Grains.GetGrain<ISubmissionGrain>(0).Submit(new("spiral 2 1", "test.yaml", "/", []), Repeat.ReuseExisting);
        Assert.Equal((id, SweepStatus.Completed), (((SubmitResult.Existing)again).SweepId, ((SubmitResult.Existing)again).Status));
        Assert.Equal($"{id}-2", await cluster.SubmitAsync("spiral 2 1", Repeat.StartAnew));
        await cluster.OverAsync($"{id}-2");
    }

    [Fact]
    public async Task A_wrong_file_is_rejected_and_leaves_nothing_behind()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        Assert.IsType<SubmitResult.Rejected>(await cluster.Grains.GetGrain<ISubmissionGrain>(0).Submit(new("nonsense", "test.yaml", "/", []), Repeat.ReuseExisting));
        Assert.Empty(await cluster.Ledger.SweepsAsync(TestContext.Current.CancellationToken));
    }

    // Nine trials at three points, one after the other: three are trained, and the other six get their results.
    [Fact]
    public async Task With_reuse_a_trial_that_equals_a_finished_one_gets_its_results_and_trains_nothing()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        var id = await cluster.SubmitAsync("spiral 9 2 search.duplicates=reuse search.max_parallel=1 budget.runs=7");
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 18L), (over.Status, over.Completed));
        Assert.Equal(6, cluster.Script.Started.Count);
        var losses = await cluster.LossesAsync(id);
        Assert.Equal(18, losses.Count);
        Assert.All(losses, run => Assert.Equal(run.Key.TrialNumber % 3 + (1.0 / 20), run.Value));
        var runs = await cluster.Ledger.RunsAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(12, runs.Count(run => run.Attempts == 0 && run.Message!.StartsWith("same settings and seed as trial ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_reuse_the_same_point_is_trained_again_where_the_file_says_so()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        await cluster.OverAsync(await cluster.SubmitAsync("spiral 9 1 search.duplicates=repeat"));
        Assert.Equal(9, cluster.Script.Started.Count);
    }

    [Fact]
    public async Task A_failing_run_is_a_result_the_sweep_goes_on_and_a_retry_repeats_it_alone()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.EndOf = lease => lease.Run.TrialNumber == 3 ? new Outcome.Failed(FailureCause.StepSizeUnderflow, "t = 1") : null;
        var id = await cluster.SubmitAsync("spiral 8 1");
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 7L, 1L), (over.Status, over.Completed, over.Failed));
        Assert.Equal(1, over.FailuresByCause[FailureCause.StepSizeUnderflow]);

        cluster.Script.EndOf = _ => null;
        Assert.Equal(0, await cluster.Sweep(id).RetryFailed(FailureCause.MaxSteps));
        Assert.Equal(1, await cluster.Sweep(id).RetryFailed(FailureCause.StepSizeUnderflow));
        over = await cluster.OverAsync(id);
        Assert.Equal((8L, 0L, 9), (over.Completed, over.Failed, cluster.Script.Started.Count));
    }

    [Fact]
    public async Task A_run_that_its_own_rules_stopped_is_counted_once_and_the_ledger_says_why()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.EndOf = lease => lease.Run.TrialNumber == 3 ? new Outcome.Pruned("too many evaluations") : null;
        var id = await cluster.SubmitAsync("spiral 8 1");
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 7L, 1L, 0L), (over.Status, over.Completed, over.Pruned, over.Failed));
        var run = await cluster.Ledger.RunAsync(new RunId(id, 3, 0), TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.Pruned, "too many evaluations", 1), (run!.Status, run.Message, run.Attempts));
        Assert.Equal(8, cluster.Script.Started.Count);
    }

    [Fact]
    public async Task A_cancelled_sweep_stops_what_runs_and_starts_nothing_more()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.HoldAt = run => run.TrialNumber >= 2 ? 5 : null;
        var id = await cluster.SubmitAsync("spiral 100 1");
        await cluster.UntilAsync(id, s => s.Completed == 2 && s.Running.Length == 4);
        await cluster.Sweep(id).Cancel();
        var over = await cluster.OverAsync(id);
        Assert.Equal((SweepStatus.Cancelled, 2L, 32L), (over.Status, over.Completed, over.Cancelled));
        Assert.Equal(6, cluster.Script.Started.Count);
    }
}
