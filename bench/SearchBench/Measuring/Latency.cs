using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.SearchBench.Functions;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>How long a suggestion takes after so many finished trials.</summary>
internal static class Latency
{
    private const int Samples = 200, WarmUp = 20;
    private const double MillisPerSecond = 1e3;

    public static JsonObject Of(TestFunction function, ISampler sampler, int finished)
    {
        var history = new Sweep(function, Samplers.Random, 0);
        history.Run(finished);
        var sweep = history.With(sampler);
        // The history of a long search is old; here it was made in a moment, and moving it to where old objects live would be timed.
        GC.Collect();
        var asks = new List<double>();
        for (var sample = 0; sample < Samples + WarmUp; sample++)
        {
            var start = Stopwatch.GetTimestamp();
            var point = sweep.Ask();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            sweep.Tell(point);
            if (sample >= WarmUp) asks.Add(seconds);
        }
        asks.Sort();
        return new JsonObject
        {
            ["part"] = "asktell",
            ["storage"] = "memory",
            ["objective"] = function.Name,
            ["sampler"] = sampler.Name,
            ["finished"] = finished,
            ["ask_ms_p50"] = MillisPerSecond * Quantile(asks, 0.5),
            ["ask_ms_p99"] = MillisPerSecond * Quantile(asks, 0.99),
        };
    }

    private static double Quantile(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
