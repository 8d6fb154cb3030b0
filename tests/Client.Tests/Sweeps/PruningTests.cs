using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>Rules for single runs with the real program.</summary>
public sealed class PruningTests
{
    private const int Iterations = 40;
    private const int After = 15;

    [Fact]
    public async Task Costly_runs_are_stopped_where_they_get_costly_and_the_results_say_why()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(Iterations));
        // rk4 takes the same steps in every iteration; the tight tolerance makes bosh3, of order 3, need far more, and dopri5 not.
        var rk4 = await OrchestratorProcess.RunAsync(folder, "run", "tiny.yaml", "solver.method=rk4", "--format", "json");
        Assert.True(rk4.ExitCode == 0, rk4.ToString());
        var limit = Math.Ceiling((await TinySweep.ExportAsync(folder, "observations")).Max(row => Evaluations(row) / Iteration(row)));

        var run = await OrchestratorProcess.RunAsync(folder, "run", "tiny.yaml", "solver.rtol=1e-8", "solver.atol=1e-9", $"pruning.nfe_per_iteration={limit}", $"pruning.after={After}");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("4 of 6 runs done, 2 pruned, 0 failed", run.Out, StringComparison.Ordinal);
        var console = Regex.Replace(run.Out, @"\s+", " ");
        var html = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(folder.Data, "reports"), "*.html").MaxBy(File.GetLastWriteTimeUtc)!, TestContext.Current.CancellationToken);
        var observations = (await TinySweep.ExportAsync(folder, "observations")).ToLookup(TinySweep.RunKey);
        foreach (var row in await TinySweep.ExportAsync(folder, "runs"))
        {
            var curve = observations[TinySweep.RunKey(row)].OrderBy(Iteration).ToArray();
            var (stop, rate) = FirstAbove(limit, curve);
            Assert.Equal(stop < Iterations ? "pruned" : "completed", row.GetProperty("status").GetString());
            Assert.Equal(stop, Iteration(curve[^1]));
            if (stop == Iterations) continue;
            var why = $"{rate.ToString("0.#", CultureInfo.InvariantCulture)} evaluations per iteration in iterations {stop - 9} to {stop}, more than pruning.nfe_per_iteration = {limit}";
            Assert.Contains($"trial 1, seed {row.GetProperty("seed").GetInt32()}, after {stop} iterations: {why}", console, StringComparison.Ordinal);
            Assert.Contains(why, html, StringComparison.Ordinal);
        }
    }

    /// <summary>Where a run's evaluations since the report before are above the limit for the first time, or its last iteration.</summary>
    private static (int Iteration, double Rate) FirstAbove(double limit, JsonElement[] curve)
        => curve.Zip(curve.Skip(1), (before, now) => (Iteration: Iteration(now), Rate: (Evaluations(now) - Evaluations(before)) / TinySweep.ReportEvery))
            .FirstOrDefault(each => each.Iteration is >= After and < Iterations && each.Rate > limit, (Iterations, 0));

    private static int Iteration(JsonElement row) => row.GetProperty("iteration").GetInt32();

    private static double Evaluations(JsonElement row) => row.GetProperty("nfe_forward").GetDouble() + row.GetProperty("nfe_backward").GetDouble() + row.GetProperty("nfe_recomputed").GetDouble();
}
