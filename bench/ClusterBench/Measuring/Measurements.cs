using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>The parts by name.</summary>
internal static class Measurements
{
    private const long SweepRuns = 100_000;
    private const long ReplayRuns = 10_000;
    private const int Workers = 1000;

    /// <summary>A file system in memory: a replay takes one step after the other, and what it measures is no disk.</summary>
    private const string Memory = "/dev/shm";

    public static ImmutableArray<string> Parts { get; } = ["sweep", "replay", "postgres", "pool"];

    /// <summary>Measures on ledgers in a folder of its own, which goes afterwards.</summary>
    public static JsonObject Of(string part, BenchOptions options)
    {
        var folder = Path.Combine(options.Data ?? Usual(part), $"cluster-bench-{Guid.NewGuid():N}");
        try
        {
            return part switch
            {
                "replay" => ReplayMeasurement.Of(options.Runs ?? ReplayRuns, options.Seed, folder),
                "pool" => PoolMeasurement.Of(Workers),
                "postgres" => PostgresMeasurement.Of(options.Runs ?? SweepRuns, folder),
                _ => SweepMeasurement.Of(options.Runs ?? SweepRuns, folder),
            };
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
    private static string Usual(string part) => part == "replay" && Directory.Exists(Memory) ? Memory : Path.GetTempPath();
}
