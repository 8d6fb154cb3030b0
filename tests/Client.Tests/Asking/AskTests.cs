using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Asking;

/// <summary>Programs of other people beside the real one: the examples that docs/search.md shows, and what a kill leaves.</summary>
public sealed class AskTests(AskedServer server) : IClassFixture<AskedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_example_trains_what_a_search_suggests_to_its_end()
    {
        var folder = server.Folder;
        var id = await SubmitAsync(folder, "foreign-trainer.yaml", "search.trials=5");
        await PythonAsync(folder, "foreign-trainer.py", id);
        var shown = await JsonAsync(folder, "show", id, "--format", "json");
        Assert.Equal("completed", shown.GetProperty("status").GetString());
        Assert.Equal(5, shown.GetProperty("trials").EnumerateArray().Count(trial => trial.GetProperty("completed").GetInt32() == 1 && trial.GetProperty("objectives").GetProperty("validation.loss").GetProperty("mean").GetDouble() < 0.1));
    }

    [Fact]
    public async Task The_example_chooses_points_that_a_sweep_trains_and_ends_it()
    {
        var folder = server.Folder;
        var id = await SubmitAsync(folder, "foreign-optimizer.yaml", "training.iterations=20");
        Assert.Matches(@"^[0-9.e-]+ with training\.loss [0-9.]+", await PythonAsync(folder, "foreign-optimizer.py", id, "4"));
        var shown = await JsonAsync(folder, "show", id, "--format", "json");
        Assert.Equal((4, "stopped on request"), (shown.GetProperty("trials").GetArrayLength(), shown.GetProperty("reason").GetString()));
    }

    // The process that keeps the sweep is killed with a run handed out, and again right after a result was confirmed.
    [Fact]
    public async Task What_was_asked_and_told_outlives_a_kill_and_changes_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        string id, run;
        using (var first = await AskedServer.UpAsync(folder))
        {
            id = await SubmitAsync(folder, "foreign-trainer.yaml", "search.trials=2", "search.max_parallel=1");
            run = (await JsonAsync(folder, "ask", id, "--as", "one", "--wait")).GetProperty("run").GetString()!;
            Assert.Equal(JsonValueKind.Null, (await JsonAsync(folder, "ask", id, "--as", "two")).GetProperty("run").ValueKind);
            first.Kill();
            await first.EndAsync();
        }
        using (var second = await AskedServer.UpAsync(folder))
        {
            Assert.Equal(run, (await JsonAsync(folder, "ask", id, "--as", "one", "--wait")).GetProperty("run").GetString());
            Assert.False((await JsonAsync(folder, "tell", run, "validation.loss=0.25", "nfe.forward=40")).GetProperty("known").GetBoolean());
            second.Kill();
            await second.EndAsync();
        }
        using var third = await AskedServer.UpAsync(folder);
        Assert.True((await JsonAsync(folder, "tell", run, "validation.loss=0.25", "nfe.forward=40")).GetProperty("known").GetBoolean());
        var other = await OrchestratorProcess.RunAsync(folder, "tell", run, "validation.loss=0.5", "nfe.forward=40");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("is over: completed, with another result", other.Error, StringComparison.Ordinal);
        var last = (await JsonAsync(folder, "ask", id, "--as", "one", "--wait")).GetProperty("run").GetString()!;
        Assert.NotEqual(run, last);
        await JsonAsync(folder, "tell", last, "--failed", "no memory");
        Assert.Equal("completed", (await JsonAsync(folder, "ask", id, "--wait")).GetProperty("status").GetString());
        using var runs = JsonDocument.Parse((await OrchestratorProcess.RunAsync(folder, "export", id, "--what", "runs", "--format", "json")).Out);
        Assert.Equal(["completed 0.25", "failed NaN"], runs.RootElement.EnumerateArray().Select(row => $"{row.GetProperty("status").GetString()} {(row.GetProperty("validation_loss") is { ValueKind: JsonValueKind.Number } loss ? loss.GetDouble() : double.NaN)}"));
    }

    [Theory]
    [InlineData("foreign-trainer.yaml", "solver.method=rk4", "chooses its points itself")]
    [InlineData("foreign-optimizer.yaml", null, "trained on devices of its own")]
    [InlineData("foreign-optimizer.yaml", "training.optimizer.learning_rate=7", "must be")]
    [InlineData("foreign-optimizer.yaml", "solver.rtol=7", "is not a key of the space")]
    public async Task A_question_that_the_sweep_can_not_answer_says_why(string file, string? point, string why)
    {
        var folder = server.Folder;
        var id = await SubmitAsync(folder, file);
        string[] more = point is null ? [] : point.StartsWith("solver.method", StringComparison.Ordinal) ? [point, "solver.step_size=0.1"] : [point];
        var asked = await OrchestratorProcess.RunAsync(folder, ["ask", id, .. more]);
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains(why, asked.Error, StringComparison.Ordinal);
    }

    private static async Task<string> SubmitAsync(TemporaryFolder folder, string example, params string[] overrides)
    {
        var submitted = await OrchestratorProcess.RunAsync(folder, ["submit", Repository.Example(example), .. overrides]);
        Assert.True(submitted.ExitCode == 0, submitted.ToString());
        return submitted.Out.Trim();
    }

    private static async Task<JsonElement> JsonAsync(TemporaryFolder folder, params string[] arguments)
    {
        var ended = await OrchestratorProcess.RunAsync(folder, arguments);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        using var document = JsonDocument.Parse(ended.Out);
        return document.RootElement.Clone();
    }

    private static async Task<string> PythonAsync(TemporaryFolder folder, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Repository.Example(script), .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["ORCHESTRATOR"] = $"dotnet {Repository.Program}";
        start.Environment["ORCHESTRATOR_DATA"] = folder.Data;
        using var python = Process.Start(start)!;
        var (output, error) = (python.StandardOutput.ReadToEndAsync(Cancellation), python.StandardError.ReadToEndAsync(Cancellation));
        await python.WaitForExitAsync(Cancellation);
        Assert.True(python.ExitCode == 0, $"{await output}\n{await error}");
        return await output;
    }
}
