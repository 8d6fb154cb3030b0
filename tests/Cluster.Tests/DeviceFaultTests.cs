using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

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
}
