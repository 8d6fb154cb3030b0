using System.Text.Json;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Sweeps;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>Three silo processes over a real PostgreSQL; the one that a client talks to is lost while it trains.</summary>
[Collection(AloneCollection.Name)]
public sealed class LostSiloTests(UndisturbedSweep undisturbed, ITestOutputHelper output) : IClassFixture<UndisturbedSweep>
{
    private const int Lost = 1;
    private const int Survivor = 2;

    /// <summary>Every run of the sweep trains from the start, so none is over early, and two silos have room for what the third leaves.</summary>
    private const string SlotsOfASilo = "4";

    /// <summary>What docs/cluster.md promises; without membership it would take longer.</summary>
    private static readonly TimeSpan RecoveredWithin = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KILL", "lost")]
    [InlineData("TERM", "interrupted")]
    [InlineData("STOP", "lost")]
    public async Task Its_run_goes_on_elsewhere_from_its_checkpoint_and_the_table_is_that_of_an_undisturbed_sweep(string signal, string ending)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(UndisturbedSweep.Iterations));
        await using var cluster = await LocalCluster.StartAsync(folder, Cancellation, ("ORCHESTRATOR_CPUSLOTS", SlotsOfASilo));
        await AssertEverySiloHasADeviceAsync(folder, cluster);
        using var watching = OrchestratorProcess.Start(folder, ["run", "tiny.yaml"], cluster.Gateway(Lost));
        await watching.SaidAsync(" runs", Cancellation);

        var lostRun = await cluster.Ledger.HasCheckpointAsync(cluster.SiloPort(Lost), Cancellation);
        using var silo = cluster.Silo(Lost);
        var lostAt = DateTimeOffset.UtcNow;
        await LocalCluster.SignalAsync(signal, silo);
        await cluster.Ledger.HasMovedAsync(lostRun, cluster.SiloPort(Lost), Cancellation);
        if (signal == "STOP") await LocalCluster.SignalAsync("CONT", silo);
        await silo.WaitForExitAsync(Cancellation);

        var watched = await watching.EndAsync();
        Assert.True(watched.ExitCode == 0, watched.ToString());
        Assert.Equal(undisturbed.Result, await TinySweep.ResultAsync(folder, cluster.Gateway(Survivor)));
        Assert.Equal(undisturbed.Observations, await TinySweep.ObservationsAsync(folder, cluster.Gateway(Survivor)));
        var (lost, next) = await AttemptsOfAsync(cluster, lostRun);
        Assert.Equal(ending, lost.Ending);
        Assert.NotEqual(cluster.SiloPort(Lost), next.SiloPort);
        Assert.True(next.ResumedAtIteration > 0, "the run began anew instead of going on from its checkpoint");
        output.WriteLine($"{signal}: recovered after {next.StartedAt - lostAt}");
        Assert.InRange(next.StartedAt - lostAt, TimeSpan.Zero, RecoveredWithin);
    }

    private static async Task AssertEverySiloHasADeviceAsync(TemporaryFolder folder, LocalCluster cluster)
    {
        var devices = await OrchestratorProcess.RunAsync(folder, ["devices", "--format", "json"], cluster.Gateway(Survivor));
        Assert.True(devices.ExitCode == 0, devices.ToString());
        using var document = JsonDocument.Parse(devices.Out);
        var workers = document.RootElement.EnumerateArray().Select(device => device.GetProperty("worker").GetString()!).ToArray();
        Assert.All(new[] { 1, 2, 3 }, silo => Assert.Single(workers, worker => worker.Contains($":{cluster.SiloPort(silo)}@", StringComparison.Ordinal)));
    }

    /// <summary>The attempt on the lost silo and the one after it; every run of the sweep has one end that counts.</summary>
    private async Task<(AttemptOf Lost, AttemptOf Next)> AttemptsOfAsync(LocalCluster cluster, string run)
    {
        var attempts = await cluster.Ledger.AttemptsAsync(Cancellation);
        foreach (var attempt in attempts)
            output.WriteLine(attempt.ToString());
        Assert.Equal(TinySweep.Runs, attempts.Count(attempt => attempt.Ending == "completed"));
        var lost = Assert.Single(attempts, attempt => attempt.Run == run && attempt.SiloPort == cluster.SiloPort(Lost));
        return (lost, attempts.Where(attempt => attempt.Run == run).First(attempt => attempt.Attempt > lost.Attempt));
    }
}
