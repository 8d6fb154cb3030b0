using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

/// <summary>A sweep over real data that trains in seconds: 3 solvers × 2 seeds = 6 runs unless overridden.</summary>
internal static class TinySweep
{
    public const int Runs = 6;
    public const int ReportEvery = 10;

    /// <summary>Columns that tell how fast the machine was, not what was computed.</summary>
    private static readonly string[] Measured = ["attempt", "seconds_data", "seconds_forward", "seconds_backward", "seconds_optimizer", "seconds_overhead", "seconds_warm_up", "warm_up_iterations", "engine_peak_bytes", "process_peak_bytes"];

    public static string Text(int iterations, string search = "{ kind: grid }") => $$"""
        name: tiny
        workload:
          kind: series
          data: {{JsonSerializer.Serialize(Repository.Example("data", "hudson-bay.csv"))}}
          time: year
          columns: [hare, lynx]
          transform: log
          split: { train: 0.7, validation: 0.3 }
        model: { kind: mlp, hidden: [8], activation: tanh }
        training: { iterations: {{iterations}}, report_every: {{ReportEvery}}, checkpoint_every: 200ms, optimizer: { kind: adam, learning_rate: 1e-2 } }
        solver: { rtol: 1e-3, atol: 1e-4, step_size: 0.25 }
        space:
          solver.method: [dopri5, bosh3, rk4]
        search: {{search}}
        replicates: { seeds: [0, 1] }
        objectives:
          - { metric: validation.loss, goal: minimize }
          - { metric: nfe.total, goal: minimize }
        """;

    /// <summary>What an export says about the computation itself, row by row.</summary>
    public static async Task<List<string>> ObservationsAsync(TemporaryFolder folder, params (string Name, string Value)[] environment) =>
        [.. (await ExportAsync(folder, "observations", environment)).Select(row => string.Join(' ', row.EnumerateObject().Where(field => field.Name != "sweep_id" && !Measured.Contains(field.Name)).Select(field => $"{field.Name}={field.Value.GetRawText()}")))];

    public static async Task<List<JsonElement>> ExportAsync(TemporaryFolder folder, string what, params (string Name, string Value)[] environment)
    {
        var ended = await OrchestratorProcess.RunAsync(folder, ["export", "--what", what, "--format", "json"], environment);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        using var document = JsonDocument.Parse(ended.Out);
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    public static string RunKey(JsonElement row) => $"{row.GetProperty("trial").GetInt32()}/{row.GetProperty("seed").GetInt32()}";

    /// <summary>The result without what depends on the machine's speed.</summary>
    public static async Task<List<string>> ResultAsync(TemporaryFolder folder, params (string Name, string Value)[] environment)
    {
        var ended = await OrchestratorProcess.RunAsync(folder, ["show", "--format", "json"], environment);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        using var document = JsonDocument.Parse(ended.Out);
        return [.. document.RootElement.GetProperty("trials").EnumerateArray().Select(trial => string.Join(' ',
            new[] { "trial", "settings", "completed", "failures", "pareto_optimal", "objectives", "nfe_forward", "nfe_backward" }.Select(name => trial.GetProperty(name).GetRawText())))];
    }
}
