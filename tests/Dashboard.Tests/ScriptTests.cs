using System.Diagnostics;

namespace Orchestrator.Dashboard.Tests;

/// <summary>The script of the examples, run by Python against the real program.</summary>
[Collection(SiteCollection.Name)]
public sealed class ScriptTests(Site site)
{
    [Fact]
    public async Task It_follows_a_sweep_and_prints_its_best_trial()
    {
        var (exit, output, errors) = await RunAsync(await WriteAsync(SmallSweep.Text("tiny", 40)));
        Assert.True(exit == 0, errors);
        Assert.Matches("^trial [0-2]: validation.loss = [0-9.]+ with \\{'solver.method': '(dopri5|bosh3|rk4)'\\}\n$", output);
        Assert.EndsWith("completed, 6 of 6 runs\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_short_and_needs_nothing_but_Python()
    {
        var lines = await File.ReadAllLinesAsync(Repository.Example("submit.py"), TestContext.Current.CancellationToken);
        Assert.InRange(lines.Length, 1, 30);
        Assert.Equal(["import json, os, sys, urllib.error, urllib.request"], lines.Where(line => line.TrimStart().StartsWith("import ", StringComparison.Ordinal) || line.TrimStart().StartsWith("from ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_says_everything_that_is_wrong_with_a_file()
    {
        var (exit, output, errors) = await RunAsync(Repository.Example("invalid", "five-mistakes.yaml"));
        Assert.Equal(2, exit);
        Assert.Equal("", output);
        Assert.Equal(5, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>Names the data by its whole path, because the file lies elsewhere.</summary>
    private static async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("orchestrator-script-").FullName, "sweep.yaml");
        await File.WriteAllTextAsync(file, text.Replace("data: data/", $"data: {Repository.Example("data")}/", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        return file;
    }

    private async Task<(int Exit, string Output, string Errors)> RunAsync(string file)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Repository.Example("submit.py"), file, site.Http.BaseAddress!.ToString() }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        using var limit = new CancellationTokenSource(Patience.Limit);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await errors);
    }
}
