using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Grains.Running;
using Orleans.Core.Internal;

namespace Orchestrator.Cluster.Tests;

public sealed class RecoveryTests
{
    [Fact]
    public async Task Runs_of_a_killed_silo_resume_on_another_from_their_checkpoint_and_its_late_reports_are_refused()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path, silos: 2);
        cluster.Script.HoldAt = _ => 10;
        var id = await cluster.SubmitAsync("spiral 8 1");
        await cluster.UntilAsync(id, s => s.Running.Length == 8 && s.Running.All(r => r.Iteration == 9));
        await Eventually.HoldsAsync(() => Task.FromResult(cluster.Script.Held.Count == 8));
        var victim = cluster.Silos.Silos[1];
        var lost = cluster.Script.Started.Where(s => s.Lease.Worker == victim.SiloAddress.ToParsableString()).Select(s => s.Lease).ToArray();
        Assert.NotEmpty(lost);

        await cluster.KillAsync(victim);
        await Eventually.HoldsAsync(async () =>
            (await cluster.Ledger.AttemptsAsync(id, TestContext.Current.CancellationToken)).Count(a => a.End == "lost") == lost.Length);
        var late = await cluster.Grains.GetGrain<ITrainingRunGrain>(lost[0].Run.ToString()).Report(lost[0], new Progress(19, [TestSupport.Sample.Observation(19, -1)], null));
        Assert.Equal(new Directive.Stop(StopReason.Superseded), late);
        await cluster.Grains.GetGrain<ITrainingRunGrain>(lost[0].Run.ToString()).Ended(lost[0], new Outcome.Failed(FailureCause.NonFinite, "zombie"), null);
        cluster.Script.Gate.Set();

        var over = await cluster.OverAsync(id);
        Assert.Equal((8L, 0L), (over.Completed, over.Failed));
        var resumed = cluster.Script.Started.Where(s => lost.Any(l => l.Run == s.Lease.Run) && s.Lease.Attempt >= 2).ToArray();
        Assert.Equal(lost.Select(l => l.Run).Order(RunOrder), resumed.Select(s => s.Lease.Run).Distinct().Order(RunOrder));
        Assert.All(resumed, s => Assert.Equal(9, s.ResumedAt));
        Assert.All(await cluster.LossesAsync(id), r => Assert.Equal(r.Key.TrialNumber + (1.0 / 20), r.Value));
    }

    /// <summary>Its trial was shown as NaN: the value that its grain had heard and not stored was gone.</summary>
    [Fact]
    public async Task A_run_keeps_its_last_report_although_its_grain_was_loaded_anew_before_the_end()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        using var end = new ManualResetEventSlim();
        cluster.Script.HoldAt = _ => 10;
        cluster.Script.EndOf = _ =>
        {
            end.Wait();
            return null;
        };
        var id = await cluster.SubmitAsync("spiral 1 1 training.checkpoint_every=1h");
        // What the first message brings is stored with the beginning of the attempt; what comes later is not.
        await cluster.UntilAsync(id, s => s.Running is [{ Last.Iteration: 9 }]);
        cluster.Script.Gate.Set();
        await cluster.UntilAsync(id, s => s.Running is [{ Last.Iteration: 20 }]);

        await cluster.Grains.GetGrain<ITrainingRunGrain>(new RunId(id, 0, 0).ToString()).AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        await cluster.UntilAsync(id, s => s.Running is [{ Last: not { Iteration: 20 } }]);
        end.Set();

        Assert.Equal(1.0 / 20, (await cluster.OverAsync(id)).BestValue);
        Assert.Equal(1.0 / 20, Assert.Single(await cluster.LossesAsync(id)).Value);
    }

    /// <summary>A silo that hung with the pool gave a slot out when it went on, although a new pool had it by then: two runs were on a device that each held exclusively.</summary>
    [Fact]
    public async Task A_worker_refuses_what_a_pool_gives_out_that_was_replaced()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        await cluster.OverAsync(await cluster.SubmitAsync("spiral 1 1"));
        var earlier = Assert.Single(cluster.Script.Started);
        await cluster.Grains.GetGrain<IPoolGrain>("main").AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        // The pool before may still serve what comes at once.
        await Eventually.HoldsAsync(async () =>
        {
            await cluster.OverAsync(await cluster.SubmitAsync("spiral 1 1", Repeat.StartAnew));
            return cluster.Script.Started.Last().Lease.Epoch > earlier.Lease.Epoch + 1000;
        });

        var late = earlier.Lease with { Attempt = 2, Epoch = earlier.Lease.Epoch + 500 };
        var host = cluster.Silos.GetSiloServiceProvider(cluster.Silos.Silos[0].SiloAddress).GetRequiredService<DeviceHost>();
        Assert.False(host.Take(earlier.Plan, late, new AttemptStart(null, null)));
    }

    [Fact]
    public async Task A_cluster_that_starts_again_finishes_the_rest_and_repeats_nothing()
    {
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            first.Script.HoldAt = run => run.TrialNumber >= 3 ? 10 : null;
            id = await first.SubmitAsync("spiral 12 1");
            await first.UntilAsync(id, s => s.Completed == 3 && s.Running.Length == 4);
            await first.KillAsync(first.Silos.Silos[0]);
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        var over = await second.OverAsync(id);
        Assert.Equal((SweepStatus.Completed, 12L), (over.Status, over.Completed));
        Assert.DoesNotContain(second.Script.Started, s => s.Lease.Run.TrialNumber < 3);
        Assert.Equal(12, (await second.LossesAsync(id)).Count);
    }

    [Fact]
    public async Task The_same_file_again_trains_only_missing_cells_a_retry_only_failed_ones_and_every_cell_keeps_its_number()
    {
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            first.Script.EndOf = lease => lease.Run.TrialNumber == 2 ? new Outcome.Failed(FailureCause.NonFinite, "x") : null;
            first.Script.HoldAt = run => run.TrialNumber >= 5 ? 10 : null;
            id = await first.SubmitAsync("spiral 8 1");
            await first.UntilAsync(id, s => s is { Completed: 4, Failed: 1, Running.Length: 3 });
            await first.KillAsync(first.Silos.Silos[0]);
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        var again = await second.Grains.GetGrain<ISubmissionGrain>(0).Submit(new("spiral 8 1", "test.yaml", "/", []), Repeat.ReuseExisting);
        Assert.Equal(id, Assert.IsType<SubmitResult.Existing>(again).SweepId);
        await second.UntilAsync(id, s => s is { Completed: 7, Failed: 1, EndedAt: not null });
        Assert.Equal([5, 6, 7], Trained());
        Assert.Equal(1, await second.Sweep(id).RetryFailed(null));
        await second.UntilAsync(id, s => s is { Completed: 8, EndedAt: not null });
        Assert.Equal([2, 5, 6, 7], Trained());
        Assert.Equal(Enumerable.Range(0, 8).Select(cell => cell + (1.0 / 20)), (await second.LossesAsync(id)).OrderBy(run => run.Key.TrialNumber).Select(run => run.Value));

        IEnumerable<int> Trained() => second.Script.Started.Select(s => s.Lease.Run.TrialNumber).Distinct().Order();
    }

    [Fact]
    public async Task An_orderly_stop_loses_no_iteration_and_uses_up_no_retry()
    {
        using var file = new LedgerFile();
        string id;
        await using (var first = await TestCluster.StartAsync(file.Path))
        {
            first.Script.HoldAt = _ => 10;
            id = await first.SubmitAsync("spiral 3 1");
            await Eventually.HoldsAsync(() => Task.FromResult(first.Script.Held.Count == 3));
            await first.Silos.StopAllSilosAsync(TestContext.Current.CancellationToken);
        }
        await using var second = await TestCluster.StartAsync(file.Path);
        await second.OverAsync(id);
        Assert.All(second.Script.Started, s => Assert.Equal((2, 9), (s.Lease.Attempt, s.ResumedAt)));
        var attempts = await second.Ledger.AttemptsAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(["interrupted", "completed"], attempts.Where(a => a.Run.TrialNumber == 0).OrderBy(a => a.Attempt).Select(a => a.End));
    }

    [Fact]
    public async Task A_storage_that_fails_now_and_then_delays_the_sweep_and_changes_nothing_else()
    {
        using var file = new LedgerFile();
        var faults = new StorageFaults { Every = 11 };
        await using var cluster = await TestCluster.StartAsync(file.Path, silos: 2, faults: faults);
        var id = await SubmitUntilTakenAsync(cluster, "spiral 15 2");
        var over = await cluster.OverAsync(id);
        faults.Every = 0;
        Assert.Equal((SweepStatus.Completed, 30L, 0L, 0L), (over.Status, over.Completed, over.Failed, over.Cancelled));
        Assert.Equal(30, (await cluster.LossesAsync(id)).Count);
        Assert.Equal(30, cluster.Script.Started.Select(s => s.Lease.Run).Distinct().Count());
    }

    /// <summary>A client whose submission failed half-way asks again and gets the sweep that there is.</summary>
    private static async Task<string> SubmitUntilTakenAsync(TestCluster cluster, string text)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var result = await cluster.Grains.GetGrain<ISubmissionGrain>(0).Submit(new(text, "test.yaml", "/", []), Repeat.ReuseExisting);
                return result is SubmitResult.Accepted accepted ? accepted.SweepId : ((SubmitResult.Existing)result).SweepId;
            }
            catch (Exception) when (tries < 20)
            {
                // Injected.
            }
        }
    }

    private static IComparer<RunId> RunOrder { get; } = Comparer<RunId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
}
