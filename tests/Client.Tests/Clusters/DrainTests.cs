using System.Text.Json;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Sweeps;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>Silos that are asked to leave, as processes.</summary>
public sealed class DrainTests(ITestOutputHelper output)
{
    /// <summary>Enough runs that silos have work while others are drained; how many are drained at work depends on the machine.</summary>
    private static readonly string Sweep = TinySweep.Text(5000).Replace("seeds: [0, 1]", "seeds: [0, 1, 2, 3]", StringComparison.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_drained_and_started_again_one_after_the_other_lose_nothing_beyond_the_last_checkpoint()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", Sweep);
        await using var cluster = await ProcessCluster.StartAsync(Cancellation);
        var ledger = new ClusterLedger(cluster.Database.ConnectionString);
        var submitted = await OrchestratorProcess.RunAsync(folder, ["submit", "tiny.yaml"], cluster.Gateway(1));
        Assert.True(submitted.ExitCode == 0, submitted.ToString());
        var first = await ledger.HasCheckpointAsync(cluster.SiloPort(1), Cancellation);
        for (var silo = 1; silo <= ProcessCluster.Silos; silo++)
        {
            // The first of them through its own gateway, which goes away with it.
            var left = await OrchestratorProcess.RunAsync(folder, ["drain", cluster.Address(silo)], cluster.Gateway(1));
            Assert.True(left.ExitCode == 0, left.ToString());
            await cluster.Silo(silo).EndedAsync(Cancellation);
            Assert.True(cluster.Silo(silo).ExitCode == 0, cluster.Silo(silo).Said);
            cluster.StartSilo(silo);
            await cluster.IsUpAsync(silo, Cancellation);
        }

        var watched = await OrchestratorProcess.RunAsync(folder, ["watch"], cluster.Gateway(2));
        Assert.True(watched.ExitCode == 0, watched.ToString());
        await AssertNothingWasTrainedTwiceAsync(ledger, first);
        var check = await OrchestratorProcess.RunAsync(folder, ["check"], cluster.Gateway(1));
        Assert.True(check.ExitCode == 0, check.ToString());
        using var alone = new TemporaryFolder();
        alone.Write("tiny.yaml", Sweep);
        var undisturbed = await OrchestratorProcess.RunAsync(alone, "run", "tiny.yaml");
        Assert.True(undisturbed.ExitCode == 0, undisturbed.ToString());
        Assert.Equal(await TinySweep.ResultAsync(alone), await TinySweep.ResultAsync(folder, cluster.Gateway(1)));
        Assert.Equal(await TinySweep.ObservationsAsync(alone), await TinySweep.ObservationsAsync(folder, cluster.Gateway(1)));
    }

    [Fact]
    public async Task A_silo_that_up_keeps_is_drained_and_its_command_ends_well()
    {
        using var folder = new TemporaryFolder();
        using var up = OrchestratorProcess.Start(folder, ["up", "--port", "0"]);
        await up.SaidAsync("Serving", Cancellation);
        var devices = await OrchestratorProcess.RunAsync(folder, "devices", "--format", "json");
        using var document = JsonDocument.Parse(devices.Out);
        var silo = document.RootElement[0].GetProperty("worker").GetString()!;

        var unknown = await OrchestratorProcess.RunAsync(folder, "drain", "127.0.0.1:1");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains(silo, unknown.Error, StringComparison.Ordinal);
        var drained = await OrchestratorProcess.RunAsync(folder, "drain", silo);
        Assert.True(drained.ExitCode == 0, drained.ToString());
        Assert.Equal(0, (await up.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_command_that_trains_its_own_sweep_keeps_its_silo()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", Sweep);
        using var running = OrchestratorProcess.Start(folder, ["run", "tiny.yaml"]);
        await running.SaidAsync("sweep ", Cancellation);
        var devices = await OrchestratorProcess.RunAsync(folder, "devices", "--format", "json");
        Assert.True(devices.ExitCode == 0, devices.ToString());
        using var document = JsonDocument.Parse(devices.Out);

        var drained = await OrchestratorProcess.RunAsync(folder, "drain", document.RootElement[0].GetProperty("worker").GetString()!);
        Assert.Equal(2, drained.ExitCode);
        Assert.Contains("Ctrl-C", drained.Error, StringComparison.Ordinal);
        Assert.False(running.HasExited);
        running.SendInterrupt();
        Assert.Equal(130, (await running.EndAsync()).ExitCode);
    }

    /// <summary>The run that had a checkpoint when its silo was drained went on from it, unless it ended before the silo heard of it; none was lost.</summary>
    private async Task AssertNothingWasTrainedTwiceAsync(ClusterLedger ledger, string drained)
    {
        var attempts = await ledger.AttemptsAsync(Cancellation);
        foreach (var attempt in attempts) output.WriteLine(attempt.ToString());
        Assert.DoesNotContain(attempts, attempt => attempt.Ending == "lost");
        Assert.All(
            attempts.Where(attempt => attempt.Attempt > 1 && attempt.Run == drained),
            attempt => Assert.True(attempt.ResumedAtIteration > 0, $"{attempt} began anew"));
    }
}
