using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>Optuna, run by its script on one thread.</summary>
internal static class Peer
{
    /// <summary>Parts of the script that measure what a part of ours does.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> _parts = ImmutableDictionary<string, ImmutableArray<string>>.Empty
        .Add("quality", ["quality", "gpquality"]).Add("asktell", ["asktell"]).Add("curves", ["curves"]);

    /// <summary>Its lines; null: it failed, and said why on standard error.</summary>
    public static ImmutableArray<Measured>? Lines(string part, BenchOptions options)
    {
        var lines = new List<Measured>();
        foreach (var arguments in Calls(part, options))
        {
            var start = new ProcessStartInfo(options.Python, [.. arguments, "--optuna", options.Checkout!, "--seeds", $"{options.Seeds}"]) { RedirectStandardOutput = true };
            start.Environment["OMP_NUM_THREADS"] = "1";
            start.Environment["OPENBLAS_NUM_THREADS"] = "1";
            using var process = Process.Start(start)!;
            while (process.StandardOutput.ReadLine() is { } line) lines.Add(new Measured(JsonNode.Parse(line)!.AsObject()));
            process.WaitForExit();
            if (lines.Find(line => line.Line.ContainsKey("failed")) is { } failed)
            {
                Console.Error.WriteLine(failed.Line.ToJsonString());
                return null;
            }
            if (process.ExitCode != 0) return null;
        }
        return [.. lines];
    }

    /// <summary>Script and arguments of each call. Hypervolumes have a script of our own, which lies beside the program.</summary>
    private static IEnumerable<string[]> Calls(string part, BenchOptions options)
        => part == "hypervolume"
            ? [[Path.Combine(AppContext.BaseDirectory, "optuna_hypervolume.py"), "--sampler", "nsga2"]]
            : _parts[part].Select(name => new[] { options.Peer!, "--only", name, "--gp-seeds", $"{options.Seeds}" });
}
