namespace Orchestrator.Client.Tests.Processes;

/// <summary>What a person typed wrong is said with the rule and a way out, and leaves no trace.</summary>
public sealed class WrongInputTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "rum spiral.yaml", "did you mean run?" },
        { "run spiral.yaml --sllots 2", "did you mean --slots?" },
        { "run spiral.yaml --slots none", "--slots = none: must be a whole number from 1 to 1024" },
        { "run no-such-file.yaml", "no-such-file.yaml: there is no such file" },
        { "run spiral.yaml other.yaml", "other.yaml: an override must be path=value" },
        { "run", "missing required argument 'FILE'" },
        { "list --format xml", "--format = xml: must be table, json or csv" },
        { "list --cluster here", "--cluster = here: must be HOST:PORT" },
        { "export --what everything", "--what = everything: must be observations, runs or trials" },
        { "show nothing", "there are no sweeps here" },
        { "cancel nothing", "there is no data directory here" },
        { "retry nothing", "say which runs" },
        { "retry nothing --failed=max-step", "use max-steps" },
        { "up --port 99999", "--port = 99999: must be a whole number from 0 to 65535" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_explained_and_exits_2(string commandLine, string explanation)
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, commandLine.Split(' '));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(explanation, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Out);
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task A_cluster_that_nobody_serves_exits_3()
    {
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "list", "--cluster", "127.0.0.1:9");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("127.0.0.1:9", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_name_with_a_typo_gets_a_suggestion()
    {
        using var folder = new TemporaryFolder();
        folder.Write("spiral.yaml", "name: x\n");
        var ended = await OrchestratorProcess.RunAsync(folder, "validate", "spirla.yaml");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("did you mean spiral.yaml?", ended.Error, StringComparison.Ordinal);
    }
}
