using System.Text.Json;
using Orchestrator.Client.Tests.Sweeps;

namespace Orchestrator.Client.Tests.Processes;

public sealed class ValidateTests
{
    [Fact]
    public async Task Five_mistakes_are_five_located_errors_and_nothing_is_stored()
    {
        using var folder = new TemporaryFolder();
        var file = Repository.Example("invalid", "five-mistakes.yaml");
        var ended = await OrchestratorProcess.RunAsync(folder, "validate", file);

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(5, ended.Error.Split('\n').Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, $"^{System.Text.RegularExpressions.Regex.Escape(file)}:[1-9][0-9]*:[1-9][0-9]*: .+; ")));
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task A_run_of_a_wrong_file_starts_nothing()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "run", Repository.Example("invalid", "five-mistakes.yaml"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("5 mistakes; nothing was started", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task Mistakes_as_JSON_have_their_places()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "validate", Repository.Example("invalid", "five-mistakes.yaml"), "--format", "json");

        Assert.Equal(2, ended.ExitCode);
        using var answer = JsonDocument.Parse(ended.Out);
        Assert.False(answer.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(5, answer.RootElement.GetProperty("errors").GetArrayLength());
        Assert.All(answer.RootElement.GetProperty("errors").EnumerateArray(), error => Assert.True(error.GetProperty("line").GetInt32() > 0));
    }

    [Fact]
    public async Task The_example_is_42_runs()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "validate", Repository.Example("hudson-bay.yaml"));

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Contains("14 trials × 3 seeds = 42 runs", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grid_too_large_to_list_is_counted_exactly()
    {
        using var folder = new TemporaryFolder();
        folder.Write("huge.yaml", """
            workload: { kind: cubic-spiral, points: 2000000 }
            space:
              workload.batch: { int: [1, 1000000] }
              training.iterations: { int: [1, 1000000] }
              training.report_every: { int: [1, 1000000] }
              solver.max_steps: { int: [1, 1000000] }
            """);
        var ended = await OrchestratorProcess.RunAsync(folder, "validate", "huge.yaml");

        Assert.Contains("1000000000000000000000000", ended.Out + ended.Error, StringComparison.Ordinal);
        Assert.Contains("budget", ended.Out + ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solver.rtol=1e-3,1e-5", "6 trials × 2 seeds = 12 runs")]
    [InlineData("replicates.seeds=0,1,2", "3 trials × 3 seeds = 9 runs")]
    [InlineData("name=\"x=y,z\"", "3 trials × 2 seeds = 6 runs")]
    public async Task Overrides_reach_the_file(string given, string size)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(10).Replace("[dopri5, bosh3, rk4]", "[dopri5, bosh3, tsit5]", StringComparison.Ordinal));
        var ended = await OrchestratorProcess.RunAsync(folder, "validate", "tiny.yaml", given);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Contains(size, ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quoted_override_keeps_its_commas_and_signs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(10));
        var ended = await OrchestratorProcess.RunAsync(folder, "validate", "tiny.yaml", "name=\"x=y,z\"", "--format", "json");

        using var answer = JsonDocument.Parse(ended.Out);
        Assert.Equal("x=y,z", answer.RootElement.GetProperty("name").GetString());
    }
}
