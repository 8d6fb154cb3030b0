using System.Globalization;
using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Sweeps;

public sealed class EndToEndTests
{
    private const int Iterations = 30;

    [Fact]
    public async Task One_command_trains_reports_and_exports_every_observation()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(Iterations));

        var run = await OrchestratorProcess.RunAsync(folder, "run", "tiny.yaml");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("6 of 6 runs done, 0 failed", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out + run.Error);
        var html = Assert.Single(Directory.GetFiles(Path.Combine(folder.Data, "reports"), "*.html"));
        Assert.Contains(html, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var observations = await TinySweep.ExportAsync(folder, "observations");
        Assert.Equal(TinySweep.Runs * Iterations / TinySweep.ReportEvery, observations.Count);
        Assert.All(observations.GroupBy(TinySweep.RunKey), runRows => Assert.Equal([10, 20, 30], runRows.Select(row => row.GetProperty("iteration").GetInt32())));
        var csv = await File.ReadAllLinesAsync(Path.ChangeExtension(html, ".csv"), TestContext.Current.CancellationToken);
        Assert.Equal(observations.Count + 1, csv.Length);
        Assert.Equal(observations.Select(row => row.GetProperty("training_loss").GetDouble()), csv.Skip(1).Select(line => double.Parse(line.Split(',')[Array.IndexOf(csv[0].Split(','), "training_loss")], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_finished_experiment_is_shown_again_without_training_and_again_trains_it_anew()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(10));
        string[] command = ["run", "tiny.yaml", "solver.method=rk4", "replicates.seeds=3", "--format", "json"];
        var first = await OrchestratorProcess.RunAsync(folder, command);
        var second = await OrchestratorProcess.RunAsync(folder, command);
        var third = await OrchestratorProcess.RunAsync(folder, [.. command, "--again"]);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal(first.Out, second.Out);
        Assert.Contains("--again trains anew", second.Error, StringComparison.Ordinal);
        Assert.NotEqual(Id(first.Out), Id(third.Out));

        var list = await OrchestratorProcess.RunAsync(folder, "list", "--format", "json");
        using var sweeps = JsonDocument.Parse(list.Out);
        Assert.Equal([Id(third.Out), Id(first.Out)], sweeps.RootElement.EnumerateArray().Select(sweep => sweep.GetProperty("id").GetString()));

        static string? Id(string json)
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("sweep_id").GetString();
        }
    }

    [Fact]
    public async Task Up_serves_what_other_commands_submit_watch_and_cancel()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.yaml", TinySweep.Text(10));
        using var up = OrchestratorProcess.Start(folder, ["up", "--port", "0"]);
        await up.SaidAsync("Ctrl-C stops it", TestContext.Current.CancellationToken);

        var submit = await OrchestratorProcess.RunAsync(folder, "submit", "tiny.yaml");
        var watch = await OrchestratorProcess.RunAsync(folder, "watch", submit.Out.Trim());
        var devices = await OrchestratorProcess.RunAsync(folder, "devices", "--format", "json");
        var endless = await OrchestratorProcess.RunAsync(folder, "submit", "tiny.yaml", "training.iterations=1000000");
        var cancel = await OrchestratorProcess.RunAsync(folder, "cancel", endless.Out.Trim());
        var cancelled = await OrchestratorProcess.RunAsync(folder, "watch", endless.Out.Trim(), "--format", "json");
        up.SendTerminate();
        var ended = await up.EndAsync();

        Assert.True(watch.ExitCode == 0, watch.ToString());
        Assert.Contains("6 of 6 runs done", watch.Out, StringComparison.Ordinal);
        Assert.Contains("\"device\":\"cpu\"", devices.Out, StringComparison.Ordinal);
        Assert.True(cancel.ExitCode == 0, cancel.ToString());
        Assert.Contains("\"status\": \"cancelled\"", cancelled.Out, StringComparison.Ordinal);
        Assert.Equal(1, cancelled.ExitCode);
        Assert.True(ended.ExitCode == 0, ended.ToString());
    }
}
