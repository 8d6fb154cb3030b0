using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>Optuna, run by its script on one thread per process, as many processes at once as there are cores.</summary>
internal static class Peer
{
    /// <summary>Its lines, none of a part that only we measure; null: it failed, and said why on standard error.</summary>
    public static ImmutableArray<Measured>? Lines(string part, BenchOptions options)
    {
        var answers = Calls(part, options).ToArray().AsParallel().AsOrdered().WithDegreeOfParallelism(Environment.ProcessorCount).Select(call => Answer(call, options)).ToArray();
        return answers.Contains(null) ? null : [.. answers.SelectMany(answer => answer!)];
    }

    private static List<Measured>? Answer(string[] call, BenchOptions options)
    {
        var start = new ProcessStartInfo(options.Python, [.. call, "--optuna", options.Checkout!, "--seeds", $"{options.Seeds}"]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var lines = new List<Measured>();
        while (process.StandardOutput.ReadLine() is { } line) lines.Add(new Measured(JsonNode.Parse(line)!.AsObject()));
        process.WaitForExit();
        if (lines.Find(line => line.Line.ContainsKey("failed")) is not { } failed) return process.ExitCode == 0 ? lines : null;
        Console.Error.WriteLine(failed.Line.ToJsonString());
        return null;
    }

    /// <summary>Script and arguments of each call, the longest first. Hypervolumes have a script of our own, which lies beside the program.</summary>
    private static IEnumerable<string[]> Calls(string part, BenchOptions options)
        => part switch
        {
            "quality" => new[] { ("gp", "gpquality"), ("tpe", "quality") }.Where(call => options.Sampler is null || call.Item1 == options.Sampler)
                .Select(call => new[] { options.Peer!, "--only", call.Item2, "--gp-seeds", $"{options.Seeds}" }),
            "curves" => [[options.Peer!, "--only", part]],
            "hypervolume" => Target.All.Where(target => target.Figure.Part == part && options.Wants(target.Figure))
                .Select(target => new[] { Path.Combine(AppContext.BaseDirectory, "optuna_hypervolume.py"), "--sampler", target.Figure.Field("sampler")!, "--objective", target.Figure.Field("objective")! }),
            _ => [],
        };
}
