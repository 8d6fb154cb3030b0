using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>The process is killed without warning, three times at random; the same command finishes the sweep as if nothing had happened.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Iterations = 9000;
    private const int Kills = 3;

    [Fact]
    public async Task Killed_three_times_the_sweep_ends_with_the_results_of_an_undisturbed_one()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"instants of the kills: new Random({seed})");
        using var undisturbed = new TemporaryFolder();
        using var disturbed = new TemporaryFolder();
        undisturbed.Write("tiny.yaml", TinySweep.Text(Iterations));
        disturbed.Write("tiny.yaml", TinySweep.Text(Iterations));
        var reference = await OrchestratorProcess.RunAsync(undisturbed, "run", "tiny.yaml");
        Assert.True(reference.ExitCode == 0, reference.ToString());

        var finishedBefore = await KillRepeatedlyAsync(disturbed, new Random(seed));
        var last = await OrchestratorProcess.RunAsync(disturbed, "run", "tiny.yaml");

        Assert.True(last.ExitCode == 0, last.ToString());
        Assert.Equal(await TinySweep.ObservationsAsync(undisturbed), await TinySweep.ObservationsAsync(disturbed));
        Assert.Equal(await TinySweep.ResultAsync(undisturbed), await TinySweep.ResultAsync(disturbed));
        var runs = await TinySweep.ExportAsync(disturbed, "runs");
        Assert.Equal(TinySweep.Runs, runs.Select(TinySweep.RunKey).Distinct().Count());
        Assert.Equal(TinySweep.Runs, runs.Count);
        Assert.All(runs.Where(run => finishedBefore.ContainsKey(TinySweep.RunKey(run))), run => Assert.Equal(finishedBefore[TinySweep.RunKey(run)], run.GetProperty("attempts").GetInt32()));
        Assert.Contains(runs, run => run.GetProperty("attempts").GetInt32() > 1);
    }

    /// <summary>Attempts of the runs that were completed at some kill, by run.</summary>
    private async Task<Dictionary<string, int>> KillRepeatedlyAsync(TemporaryFolder folder, Random random)
    {
        var finished = new Dictionary<string, int>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var process = OrchestratorProcess.Start(folder, ["run", "tiny.yaml"]);
            await process.SaidAsync("sweep ", TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1500)), TestContext.Current.CancellationToken);
            Assert.False(process.HasExited, "The sweep is too short to be killed three times.");
            process.Kill();
            await process.EndAsync();
            foreach (var run in await TinySweep.ExportAsync(folder, "runs"))
            {
                if (run.GetProperty("status").GetString() == "completed")
                    finished.TryAdd(TinySweep.RunKey(run), run.GetProperty("attempts").GetInt32());
            }
            output.WriteLine($"kill {kill}: {finished.Count} runs were completed");
        }
        return finished;
    }
}
