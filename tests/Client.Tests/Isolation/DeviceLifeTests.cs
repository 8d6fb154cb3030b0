using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Sweeps;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Tests.Isolation;

/// <summary>When device processes start and end.</summary>
public sealed class DeviceLifeTests
{
    private const string Isolated = "\nresources: { isolation: process }\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_run_ends_and_its_process_takes_the_next()
    {
        await using var silo = await IsolatedSilo.StartAsync(slots: 1, Cancellation);
        var endless = await silo.SubmitAsync(TinySweep.Text(10_000_000) + Isolated);
        await silo.IsAtAsync(endless, 1, 10_000_000, Cancellation);
        var device = Assert.Single(DeviceChildren.Of(silo.Id));

        var cancelled = await OrchestratorProcess.RunAsync(silo.Folder, "cancel", endless);
        Assert.True(cancelled.ExitCode == 0, cancelled.ToString());
        Assert.Equal(SweepStatus.Cancelled, (await silo.OverAsync(endless, Cancellation)).Status);
        var next = await silo.SubmitAsync(TinySweep.Text(50) + Isolated);

        await silo.OverAsync(next, Cancellation);
        Assert.Equal(TinySweep.Runs, await silo.CompletedAsync(next));
        Assert.Equal([device], DeviceChildren.Of(silo.Id));
    }

    [Fact]
    public async Task A_silo_that_is_killed_leaves_no_device_process()
    {
        await using var silo = await IsolatedSilo.StartAsync(slots: 2, Cancellation);
        var endless = await silo.SubmitAsync(TinySweep.Text(10_000_000) + Isolated);
        await silo.IsAtAsync(endless, 1, 10_000_000, Cancellation);
        var devices = DeviceChildren.Of(silo.Id);
        Assert.NotEmpty(devices);

        silo.Kill();

        foreach (var device in devices) await DeviceChildren.GoneAsync(device, Cancellation);
    }

    [Fact]
    public async Task Interrupted_as_a_terminal_does_it_runs_write_checkpoints_and_no_process_is_left()
    {
        const int Iterations = 15_000;
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(Iterations) + Isolated);
        using var process = OrchestratorProcess.Start(folder, ["run", "tiny.yaml", "--slots", "1"]);
        var device = await DeviceChildren.AppearsAsync(process.Id, Cancellation);
        await process.SaidAsync("[1-9][0-9]* running", Cancellation);

        // A terminal signals all processes in the foreground.
        await DeviceChildren.SignalAsync("INT", device);
        process.SendInterrupt();
        var ended = await process.EndAsync();

        Assert.True(ended.ExitCode == 130, ended.ToString());
        Assert.False(DeviceChildren.Lives(device));
        var interrupted = (await TinySweep.ExportAsync(folder, "observations")).Count;
        Assert.InRange(interrupted, 1, (TinySweep.Runs * Iterations / TinySweep.ReportEvery) - 1);
        var resumed = await OrchestratorProcess.RunAsync(folder, "resume");
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Contains("6 of 6 runs done", resumed.Out, StringComparison.Ordinal);
    }
}
