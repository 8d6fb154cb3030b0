using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Cluster.Tests;

/// <summary>Runs that are packed by memory.</summary>
public sealed class MemoryTests
{
    /// <summary>What a scripted device measures.</summary>
    private const long PeakBytes = 1 << 20;

    [Fact]
    public async Task Once_a_run_has_told_its_peak_the_other_seeds_of_its_trial_share_the_device_and_another_trial_does_not()
    {
        using var file = new LedgerFile();
        var script = new DeviceScript { HoldAt = run => run.Replicate == 0 && run.TrialNumber == 0 ? null : 5 };
        await using var cluster = await TestCluster.StartAsync(file.Path, script: script, memoryBytes: 2 * PeakBytes);
        var pool = cluster.Grains.GetGrain<IPoolGrain>("main");
        var id = await cluster.SubmitAsync("spiral 2 3 resources.memory=2MiB");

        // Four slots are there, and memory for one run as the file has it, or for two as they were measured.
        await Eventually.HoldsAsync(async () => Held(await pool.Devices()) is [var first, var second] && first == new RunId(id, 0, 1) && second == new RunId(id, 0, 2));
        Assert.All(Assert.Single(await pool.Devices()).Leases, lease => Assert.Equal(PeakBytes, lease.MemoryBytes));

        cluster.Script.Gate.Set();
        Assert.Equal(6, (await cluster.OverAsync(id)).Completed);
    }

    private static RunId[] Held(IEnumerable<DeviceRow> devices) => [.. devices.SelectMany(device => device.Leases).Select(lease => lease.Run).OrderBy(run => (run.TrialNumber, run.Replicate))];
}
