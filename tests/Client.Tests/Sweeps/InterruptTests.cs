using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

public sealed class InterruptTests
{
    private const int Iterations = 6000;
    private const int All = TinySweep.Runs * Iterations / TinySweep.ReportEvery;

    [Theory]
    [InlineData("SIGINT")]
    [InlineData("SIGTERM")]
    public async Task Interrupted_it_keeps_its_work_says_how_to_go_on_and_does(string signal)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(Iterations));
        using var process = OrchestratorProcess.Start(folder, ["run", "tiny.yaml"]);
        await process.SaidAsync("[1-9][0-9]* running", TestContext.Current.CancellationToken);

        if (signal == "SIGINT")
            process.SendInterrupt();
        else
            process.SendTerminate();
        var ended = await process.EndAsync();

        Assert.True(ended.ExitCode == 130, ended.ToString());
        Assert.Contains("orchestrator resume tiny-", ended.Error, StringComparison.Ordinal);
        Assert.InRange((await TinySweep.ExportAsync(folder, "observations")).Count, 1, All - 1);
        var resumed = await OrchestratorProcess.RunAsync(folder, "resume");
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Contains("6 of 6 runs done", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(All, (await TinySweep.ExportAsync(folder, "observations")).Count);
    }

    [Fact]
    public async Task A_watcher_that_is_interrupted_only_detaches()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(1_000_000));
        using var owner = OrchestratorProcess.Start(folder, ["run", "tiny.yaml"]);
        await owner.SaidAsync("[1-9][0-9]* running", TestContext.Current.CancellationToken);
        using var watcher = OrchestratorProcess.Start(folder, ["watch"]);
        await watcher.SaidAsync("[1-9][0-9]* running", TestContext.Current.CancellationToken);

        watcher.SendInterrupt();
        var detached = await watcher.EndAsync();

        Assert.True(detached.ExitCode == 130, detached.ToString());
        Assert.Contains("Detached; the sweep goes on", detached.Error, StringComparison.Ordinal);
        Assert.False(owner.HasExited);
        var list = await OrchestratorProcess.RunAsync(folder, "list", "--format", "csv");
        Assert.Contains(",active,", list.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watcher_outlives_the_process_it_watches()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(1_000_000));
        using var owner = OrchestratorProcess.Start(folder, ["run", "tiny.yaml"]);
        await owner.SaidAsync("[1-9][0-9]* running", TestContext.Current.CancellationToken);
        using var watcher = OrchestratorProcess.Start(folder, ["watch"]);
        await watcher.SaidAsync("[1-9][0-9]* running", TestContext.Current.CancellationToken);

        owner.Kill();
        var ended = await watcher.EndAsync();

        Assert.True(ended.ExitCode == 3, ended.ToString());
        Assert.Contains("orchestrator resume tiny-", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_interrupt_leaves_at_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(1_000_000));
        using var process = OrchestratorProcess.Start(folder, ["run", "tiny.yaml"]);
        await process.SaidAsync("[1-9][0-9]* running", TestContext.Current.CancellationToken);

        process.SendInterrupt();
        process.SendInterrupt();
        var ended = await process.EndAsync();

        Assert.True(ended.ExitCode == 130, ended.ToString());
    }
}
