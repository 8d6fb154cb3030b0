using Orchestrator.Client.Tests.Sweeps;

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
        { "--cluster here list", "--cluster = here: must be HOST:PORT" },
        { "--again submit spiral.yaml", "--again: there is no such option" },
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
    public async Task A_sweep_file_that_never_ends_is_not_read_for_ever()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "This system has no device that never ends.");
        using var folder = new TemporaryFolder();
        var ended = await OrchestratorProcess.RunAsync(folder, "submit", "/dev/zero");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("/dev/zero: has more than 4 MiB, and a sweep file at most 1", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_only_the_cluster_has_are_not_missed_on_the_machine_of_its_client()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(10).Replace("hudson-bay.csv", "of-the-cluster.csv", StringComparison.Ordinal));
        var alone = await OrchestratorProcess.RunAsync(folder, "submit", "tiny.yaml");
        Assert.Equal(2, alone.ExitCode);
        var asked = await OrchestratorProcess.RunAsync(folder, "submit", "tiny.yaml", "--cluster", "127.0.0.1:9");
        Assert.Equal(3, asked.ExitCode);
    }

    [Fact]
    public async Task A_sweep_that_no_silo_serves_is_not_active_for_ever_after_stop()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(10));
        Assert.Equal(0, (await OrchestratorProcess.RunAsync(folder, "submit", "tiny.yaml")).ExitCode);
        Assert.Equal(0, (await OrchestratorProcess.RunAsync(folder, "stop", "tiny")).ExitCode);
        Assert.Contains("\"status\":\"completed\"", (await OrchestratorProcess.RunAsync(folder, "list", "--format", "json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_sweep_is_not_told_to_have_no_failed_runs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(10));
        Assert.Equal(0, (await OrchestratorProcess.RunAsync(folder, "submit", "tiny.yaml")).ExitCode);
        Assert.Equal(0, (await OrchestratorProcess.RunAsync(folder, "cancel", "tiny")).ExitCode);
        Assert.Contains("\"status\":\"cancelled\"", (await OrchestratorProcess.RunAsync(folder, "list", "--format", "json")).Out, StringComparison.Ordinal);
        var ended = await OrchestratorProcess.RunAsync(folder, "retry", "tiny", "--failed");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("was cancelled, and that is for good", ended.Error, StringComparison.Ordinal);
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
