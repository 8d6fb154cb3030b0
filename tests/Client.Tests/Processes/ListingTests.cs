using System.Text.Json;

namespace Orchestrator.Client.Tests.Processes;

public sealed class ListingTests
{
    [Fact]
    public async Task An_empty_list_is_an_empty_JSON_array_and_makes_no_directory()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "list", "--format", "json");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        using var list = JsonDocument.Parse(ended.Out);
        Assert.Equal(0, list.RootElement.GetArrayLength());
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task An_empty_list_as_CSV_is_its_header()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "list", "--format", "csv");

        Assert.Equal("id,name,status,submitted_at,ended_at,expected_runs,completed,failed,cancelled,pruned,reason\r\n", ended.Out);
    }

    [Fact]
    public async Task The_catalogue_as_JSON_names_every_kind()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "catalogue", "--format", "json");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        using var catalogue = JsonDocument.Parse(ended.Out);
        Assert.Contains("dopri5", Names("solvers"));
        Assert.Contains("adjoint", Names("gradients"));
        Assert.Contains("grid", Names("samplers"));
        Assert.Contains("none", Names("schedulers"));
        Assert.Contains("series", Names("workloads"));

        IEnumerable<string?> Names(string kind) => catalogue.RootElement.GetProperty(kind).EnumerateArray().Select(entry => entry.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("catalogue")]
    [InlineData("doctor")]
    [InlineData("--help")]
    public async Task Redirected_output_has_no_control_codes_whatever_the_environment_says(string verb)
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, [verb], ("TERM", "xterm-256color"), ("GITHUB_ACTIONS", "true"), ("COLORTERM", "truecolor"));

        Assert.NotEmpty(ended.Out);
        Assert.DoesNotContain('\u001b', ended.Out + ended.Error);
    }

    [Fact]
    public async Task The_schema_is_JSON_with_the_sections_of_a_sweep_file()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "schema");

        Assert.True(ended.ExitCode == 0, ended.ToString());
        using var schema = JsonDocument.Parse(ended.Out);
        Assert.True(schema.RootElement.GetProperty("properties").TryGetProperty("solver", out _));
    }
}
