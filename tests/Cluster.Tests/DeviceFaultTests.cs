using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.TestSupport;

namespace Orchestrator.Cluster.Tests;

/// <summary>Devices that do not do what they should.</summary>
public sealed class DeviceFaultTests
{
    [Fact]
    public async Task A_device_that_hangs_costs_its_attempt_and_keeps_its_slot_and_what_it_says_later_changes_nothing()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.Hangs = lease => lease.Run.TrialNumber == 1 && lease.Attempt == 1;
        var id = await cluster.SubmitAsync("spiral 3 1 failures.hung_after=500ms");

        var over = await cluster.OverAsync(id);
        Assert.Equal((3L, 0L), (over.Completed, over.Failed));
        Assert.Equal(["failed: device-lost", "completed"], await EndsAsync());
        string[] told = ["queued", "attempt 1 got", "attempt 1 failed", "why attempt 1 failed: no iteration was completed for", "attempt 2 got", "attempt 2 trained", "completed"];
        var log = await cluster.Grains.GetGrain<IQueryGrain>(0).RunLog(new RunId(id, 1, 0), 50);
        Assert.Equal(told.Length, log.Length);
        Assert.All(log.Zip(told), pair => Assert.StartsWith(pair.Second, pair.First.Text, StringComparison.Ordinal));
        var held = Assert.Single(Assert.Single(await cluster.Grains.GetGrain<IPoolGrain>("main").Devices()).Leases);
        Assert.Equal((1, 1), (held.Run.TrialNumber, held.Attempt));

        cluster.Script.Gate.Set();
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetGrain<IPoolGrain>("main").Devices()) is [{ Leases.IsEmpty: true }]);
        Assert.Equal(["failed: device-lost", "completed"], await EndsAsync());
        Assert.All(await cluster.LossesAsync(id), run => Assert.Equal(run.Key.TrialNumber + (1.0 / 20), run.Value));

        async Task<string[]> EndsAsync() => [.. (await cluster.Ledger.AttemptsAsync(id, TestContext.Current.CancellationToken)).Where(a => a.Run.TrialNumber == 1).OrderBy(a => a.Attempt).Select(a => a.End)];
    }

    [Fact]
    public async Task A_device_that_throws_costs_one_attempt()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        cluster.Script.EndOf = lease => lease is { Run.TrialNumber: 1, Attempt: 1 } ? throw new InvalidOperationException("the device is on fire") : null;
        var id = await cluster.SubmitAsync("spiral 3 1");

        var over = await cluster.OverAsync(id);
        Assert.Equal((3L, 0L), (over.Completed, over.Failed));
        var attempts = await cluster.Ledger.AttemptsAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(["failed: internal", "completed"], attempts.Where(a => a.Run.TrialNumber == 1).OrderBy(a => a.Attempt).Select(a => a.End));
    }

    [Fact]
    public async Task A_device_that_does_not_compute_any_more_is_offered_no_longer_and_its_runs_end_elsewhere()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path, devices: new OfferedDevices("cpu", "cuda:0") { Broken = ["cuda:0"] });
        cluster.Script.EndOf = lease => lease.Device == "cuda:0" ? new Outcome.Failed(FailureCause.DeviceLost, "CUDA error: an illegal memory access was encountered") : null;
        var id = await cluster.SubmitAsync("spiral 12 1");

        var over = await cluster.OverAsync(id);
        Assert.Equal((12L, 0L), (over.Completed, over.Failed));
        Assert.Contains(cluster.Script.Started, attempt => attempt.Lease.Device == "cuda:0");
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetGrain<IPoolGrain>("main").Devices()) is [{ Name: "cpu" }]);
        // What the pool gave out before it heard of it was refused and is no attempt that failed.
        Assert.All((await cluster.Ledger.AttemptsAsync(id, TestContext.Current.CancellationToken)).GroupBy(attempt => attempt.Run),
            run => Assert.InRange(run.Count(attempt => attempt.End == "failed: device-lost"), 0, 1));
    }

    [Fact]
    public async Task A_sweep_for_a_device_that_no_worker_offers_says_so_and_waits_for_one()
    {
        using var file = new LedgerFile();
        await using var cluster = await TestCluster.StartAsync(file.Path);
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetGrain<IPoolGrain>("main").Devices()) is not []);
        Assert.Empty(await RemarksAsync("spiral 1 1 resources.device=cpu"));
        Assert.Equal(["resources.device = cuda: the workers offer cpu only; the runs wait for one that offers it."], await RemarksAsync("spiral 1 1 resources.device=cuda"));

        async Task<string[]> RemarksAsync(string text)
            => [.. Assert.IsType<SubmitResult.Accepted>(await cluster.Grains.GetGrain<ISubmissionGrain>(0).Submit(new(text, "test.yaml", "/", []), Repeat.ReuseExisting)).Remarks];
    }
}
