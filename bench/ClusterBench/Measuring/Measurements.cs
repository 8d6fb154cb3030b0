using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>The parts by name.</summary>
internal static class Measurements
{
    private const long SweepRuns = 100_000;
    private const int Workers = 1000;

    public static ImmutableArray<string> Parts { get; } = ["sweep", "postgres", "pool"];

    /// <summary>Measures on ledgers in a folder of its own, which goes afterwards.</summary>
    public static JsonObject Of(string part, BenchOptions options)
    {
        var folder = Path.Combine(options.Data, $"cluster-bench-{Guid.NewGuid():N}");
        try
        {
            return part switch
            {
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
}
