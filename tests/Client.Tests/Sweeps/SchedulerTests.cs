using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>A sweep that is pruned by function evaluations, with the real program.</summary>
public sealed class SchedulerTests(ITestOutputHelper output)
{
    private const int Trials = 18;

    private static readonly string[] _command =
    [
        "run", "asha.yaml", "training.optimizer.learning_rate=1e-2,3e-2,1e-3,3e-3,1e-4,3e-4", "replicates.seeds=0", "model.hidden=[32, 32]",
        "scheduler.kind=asha", "scheduler.resource=nfe", "scheduler.max=40000",
    ];

    // A run trains on while it waits for an answer, so how far each one came is chance; what holds is that each ends once, and why.
    [Fact]
    public async Task Killed_while_runs_are_judged_and_set_aside_a_pruned_sweep_ends_with_every_run_explained()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"instants of the kills: new Random({seed})");
        using var folder = new TemporaryFolder();
        folder.Write("asha.yaml", TinySweep.Text(1000).Replace("  - { metric: nfe.total, goal: minimize }", "", StringComparison.Ordinal));
        await KillTwiceAsync(folder, new Random(seed));

        var last = await OrchestratorProcess.RunAsync(folder, _command);

        Assert.True(last.ExitCode == 0, last.ToString());
        var runs = await TinySweep.ExportAsync(folder, "runs");
        output.WriteLine(string.Join('\n', runs.Select(run => $"{TinySweep.RunKey(run)} {Text(run, "status")} {run.GetProperty("iteration")} {run.GetProperty("validation_loss")} {Text(run, "message")}")));
        Assert.Equal(Trials, runs.Select(TinySweep.RunKey).Distinct().Count());
        var pruned = runs.Where(run => Text(run, "status") == "pruned").ToList();
        Assert.Equal(Trials, pruned.Count + runs.Count(run => Text(run, "status") == "completed"));
        Assert.InRange(pruned.Count, 1, Trials - 1);
        Assert.All(pruned, run => Assert.Contains("not among the best share of its rung", Text(run, "message"), StringComparison.Ordinal));
        Assert.Contains($"{pruned.Count} × stopped early", last.Out, StringComparison.Ordinal);
    }

    private static async Task KillTwiceAsync(TemporaryFolder folder, Random random)
    {
        for (var kill = 0; kill < 2; kill++)
        {
            using var process = OrchestratorProcess.Start(folder, _command);
            await process.SaidAsync("sweep ", TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1200)), TestContext.Current.CancellationToken);
            Assert.False(process.HasExited, "The sweep is too short to be killed twice.");
            process.Kill();
            await process.EndAsync();
        }
    }

    private static string? Text(JsonElement run, string field) => run.GetProperty(field).GetString();
}
