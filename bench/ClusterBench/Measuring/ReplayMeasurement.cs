using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Simulation;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>One sweep under successive halving, played through twice.</summary>
internal static class ReplayMeasurement
{
    public static async Task<JsonObject> OfAsync(long runs, int seed, string folder)
    {
        var (first, firstSeconds) = await TimeAsync(runs, seed, Path.Combine(folder, "first"));
        var (second, secondSeconds) = await TimeAsync(runs, seed, Path.Combine(folder, "second"));
        return new JsonObject
        {
            ["part"] = "replay",
            ["runs"] = first.Runs.Length,
            ["seed"] = seed,
            ["seconds"] = Math.Max(firstSeconds, secondSeconds),
            ["seconds_first"] = firstSeconds,
            ["seconds_second"] = secondSeconds,
            ["attempts"] = first.Runs.Sum(run => run.Attempts),
            ["completed"] = first.Runs.Count(run => run.Status == RunStatus.Completed),
            ["decisions"] = first.Decisions,
            ["same_decisions"] = first.Decisions == second.Decisions ? 1 : 0,
            ["same_table"] = first.Table == second.Table ? 1 : 0,
        };
    }

    private static async Task<(Replay Replay, double Seconds)> TimeAsync(long runs, int seed, string folder)
    {
        var started = Stopwatch.GetTimestamp();
        var replay = await Replay.PlayAsync(folder, SimulatedSweep.Halving(runs, seed), CancellationToken.None);
        return (replay, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
