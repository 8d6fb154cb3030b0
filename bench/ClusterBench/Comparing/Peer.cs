using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orchestrator.ClusterBench.Comparing;

/// <summary>Optuna, run by its script on one thread.</summary>
internal static class Peer
{
    /// <summary>Its slowest storage reaches a steady rate long before.</summary>
    private const int LimitSeconds = 5;

    /// <summary>Finished trials per second of its random sampler over the most trials that it was timed on, by storage; null: it failed, and said why on standard error.</summary>
    public static ImmutableSortedDictionary<string, double>? Rates(BenchOptions options)
    {
        var start = new ProcessStartInfo(options.Python, [options.Peer!, "--optuna", options.Checkout!, "--only", "throughput", "--limit-s", $"{LimitSeconds}"]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var rates = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        while (process.StandardOutput.ReadLine() is { } text)
        {
            var line = JsonNode.Parse(text)!.AsObject();
            if (line["failed"] is { } failed) Console.Error.WriteLine(failed);
            // Lines come with growing numbers of trials: the last one of a storage stays.
            else if ((string?)line["sampler"] == "random") rates[(string)line["storage"]!] = line["trials_per_s"]!.GetValue<double>();
        }
        process.WaitForExit();
        return process.ExitCode == 0 && rates.ContainsKey("sqlite") ? rates.ToImmutable() : null;
    }
}
