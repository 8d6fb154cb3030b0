using System.Text.Json.Nodes;
using Orchestrator.Simulation;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>How long successive halving of many runs takes in virtual time, and what it decides.</summary>
internal static class ReplayMeasurement
{
    public static JsonObject Of(long runs, ulong seed, string folder)
    {
        var replayed = ReplayedSweep.RunAsync(Replay.Of(runs, seed), folder, CancellationToken.None).GetAwaiter().GetResult();
        return new JsonObject
        {
            ["part"] = "replay",
            ["runs"] = runs,
            ["seed"] = seed,
            ["attempts"] = replayed.Attempts,
            ["completed"] = replayed.Completed,
            ["virtual_s"] = replayed.VirtualSeconds,
            ["seconds"] = replayed.Seconds,
            ["runs_per_s"] = runs / replayed.Seconds,
            ["decisions"] = replayed.Decisions,
        };
    }
}
