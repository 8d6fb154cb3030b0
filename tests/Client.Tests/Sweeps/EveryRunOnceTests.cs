using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>After kills, resumes, an enqueued point and a retry, every (trial, seed) has exactly one result.</summary>
public sealed class EveryRunOnceTests
{
    private const int Iterations = 30;
    private const string Enqueue = "{ kind: grid, enqueue: [ { solver.method: rk4 } ] }";

    /// <summary>Long enough under way to be killed there.</summary>
    private static readonly string[] Command = ["run", "tiny.yaml", "solver.max_step=0.02", "solver.step_size=0.01", "model.hidden=[64]"];

    [Fact]
    public async Task An_enqueued_point_comes_first_and_is_not_trained_again_by_the_grid_whatever_is_killed()
    {
        using var undisturbed = new TemporaryFolder();
        using var disturbed = new TemporaryFolder();
        undisturbed.Write("tiny.yaml", TinySweep.Text(Iterations, Enqueue));
        disturbed.Write("tiny.yaml", TinySweep.Text(Iterations, Enqueue));
        Assert.Equal(0, (await OrchestratorProcess.RunAsync(undisturbed, Command)).ExitCode);

        for (var kill = 0; kill < 2; kill++)
        {
            using var process = OrchestratorProcess.Start(disturbed, Command);
            await process.SaidAsync("[1-9][0-9]* running", TestContext.Current.CancellationToken);
            process.Kill();
            await process.EndAsync();
        }
        var last = await OrchestratorProcess.RunAsync(disturbed, Command);

        Assert.True(last.ExitCode == 0, last.ToString());
        var trials = await TinySweep.ExportAsync(disturbed, "trials");
        Assert.Equal([0, 1, 2], trials.Select(trial => trial.GetProperty("trial").GetInt32()));
        Assert.Equal("rk4", trials[0].GetProperty("solver.method").GetString());
        var runs = await TinySweep.ExportAsync(disturbed, "runs");
        Assert.Equal(["0/0", "0/1", "1/0", "1/1", "2/0", "2/1"], runs.Select(TinySweep.RunKey));
        Assert.Contains(runs, run => run.GetProperty("attempts").GetInt32() >= 2);
        Assert.Equal(await TinySweep.ObservationsAsync(undisturbed), await TinySweep.ObservationsAsync(disturbed));
    }

    [Fact]
    public async Task Failed_runs_have_their_cause_the_sweep_goes_on_and_only_they_are_retried()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(Iterations).Replace("space:\n", "space:\n  solver.max_steps: { values: [1], when: solver.method == bosh3 }\n", StringComparison.Ordinal));

        var run = await OrchestratorProcess.RunAsync(folder, "run", "tiny.yaml");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("4 of 6 runs done, 2 failed", run.Out, StringComparison.Ordinal);
        Assert.Contains("max-steps", run.Out, StringComparison.Ordinal);
        var before = await TinySweep.ExportAsync(folder, "runs");
        Assert.All(before.Where(row => row.GetProperty("solver.method").GetString() == "bosh3"), row => Assert.Equal("max-steps", row.GetProperty("cause").GetString()));

        var retry = await OrchestratorProcess.RunAsync(folder, "retry", "tiny", "--failed=max-steps");

        Assert.True(retry.ExitCode == 1, retry.ToString());
        Assert.Contains("2 failed runs start again", retry.Error, StringComparison.Ordinal);
        var after = await TinySweep.ExportAsync(folder, "runs");
        Assert.Equal(before.Select(TinySweep.RunKey), after.Select(TinySweep.RunKey));
        Assert.All(before.Zip(after), pair => Assert.Equal(
            pair.First.GetProperty("attempts").GetInt32() + (pair.First.GetProperty("status").GetString() == "failed" ? 1 : 0),
            pair.Second.GetProperty("attempts").GetInt32()));
        var other = await OrchestratorProcess.RunAsync(folder, "retry", "tiny", "--failed=device-lost");
        Assert.Contains("nothing was started", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_that_blows_up_is_a_finished_run_with_its_cause()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(Iterations));

        var run = await OrchestratorProcess.RunAsync(folder, "run", "tiny.yaml", "solver.method=rk4", "training.optimizer.learning_rate=1e-2,1e30", "replicates.seeds=0");

        Assert.True(run.ExitCode == 1, run.ToString());
        var runs = await TinySweep.ExportAsync(folder, "runs");
        Assert.Equal(["completed", "failed"], runs.Select(row => row.GetProperty("status").GetString()).Order(StringComparer.Ordinal));
        var failed = runs.Single(row => row.GetProperty("status").GetString() == "failed");
        Assert.Contains(failed.GetProperty("cause").GetString(), new[] { "non-finite", "loss-non-finite" });
        Assert.NotEmpty(failed.GetProperty("message").GetString()!);
    }
}
