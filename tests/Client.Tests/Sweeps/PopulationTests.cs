using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>A population that anneals its learning rate and tolerance, with the real program and real training.</summary>
public sealed class PopulationTests(ITestOutputHelper output)
{
    private const int Kills = 3;

    private static string Text { get; } = TinySweep.Text(1500, "{ kind: sobol, trials: 4 }")
        .Replace("  solver.method: [dopri5, bosh3, rk4]", "  training.optimizer.learning_rate: { log_uniform: [1e-4, 1e-1] }\n  solver.rtol: { decades: [1e-5, 1e-2] }", StringComparison.Ordinal)
        .Replace(", step_size: 0.25", "", StringComparison.Ordinal)
        .Replace("seeds: [0, 1]", "seeds: [0]", StringComparison.Ordinal)
        .Replace("  - { metric: nfe.total, goal: minimize }", "scheduler: { kind: pbt, min: 300, quantile: 25 }", StringComparison.Ordinal);

    [Fact]
    public async Task Killed_three_times_a_population_ends_with_the_curves_and_the_lineage_of_an_undisturbed_one()
    {
        var random = new Random(Random.Shared.Next());
        using var undisturbed = new TemporaryFolder();
        using var disturbed = new TemporaryFolder();
        undisturbed.Write("population.yaml", Text);
        disturbed.Write("population.yaml", Text);
        var reference = await OrchestratorProcess.RunAsync(undisturbed, "run", "population.yaml", "--slots", "2");
        Assert.True(reference.ExitCode == 0, reference.ToString());
        output.WriteLine(reference.Out);

        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = OrchestratorProcess.Start(disturbed, ["run", "population.yaml", "--slots", "1"]);
            await process.SaidAsync("sweep ", TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1500)), TestContext.Current.CancellationToken);
            Assert.False(process.HasExited, "The sweep is too short to be killed three times.");
            process.Kill();
            await process.EndAsync();
        }
        var last = await OrchestratorProcess.RunAsync(disturbed, "run", "population.yaml", "--slots", "1");

        Assert.True(last.ExitCode == 0, last.ToString());
        Assert.Equal(await TinySweep.ObservationsAsync(undisturbed), await TinySweep.ObservationsAsync(disturbed));
        Assert.Equal(await TinySweep.ResultAsync(undisturbed), await TinySweep.ResultAsync(disturbed));
        var lineage = await LineageAsync(undisturbed);
        Assert.Equal(lineage, await LineageAsync(disturbed));
        Assert.Equal([300, 600, 900, 1200], lineage.Select(row => JsonDocument.Parse(row).RootElement.GetProperty("iteration").GetInt32()));
        Assert.Contains("went on with the parameters of trial", last.Out, StringComparison.Ordinal);
    }

    private static async Task<string[]> LineageAsync(TemporaryFolder folder)
    {
        var shown = await OrchestratorProcess.RunAsync(folder, "show", "--format", "json");
        Assert.True(shown.ExitCode == 0, shown.ToString());
        using var document = JsonDocument.Parse(shown.Out);
        return [.. document.RootElement.GetProperty("lineage").EnumerateArray().Select(row => row.GetRawText())];
    }
}
