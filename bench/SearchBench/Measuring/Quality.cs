using System.Diagnostics;
using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.SearchBench.Functions;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>How far above the minimum the best of 100 trials is.</summary>
internal static class Quality
{
    private const int Trials = 100, Early = 50;

    public static JsonObject Of(TestFunction function, ISampler sampler, int seeds)
    {
        var (best, early) = (new double[seeds], new double[seeds]);
        var watch = Stopwatch.StartNew();
        for (var seed = 0; seed < seeds; seed++)
        {
            var sweep = new Sweep(function, sampler, (ulong)seed);
            sweep.Run(Trials);
            (best[seed], early[seed]) = (sweep.Best(Trials), sweep.Best(Early));
        }
        var regret = Estimate.Of([.. best.Select(value => value - function.Minimum)]);
        return new JsonObject
        {
            ["part"] = "quality",
            ["objective"] = function.Name,
            ["sampler"] = sampler.Name,
            ["trials"] = Trials,
            ["seeds"] = seeds,
            ["best_mean"] = best.Mean(),
            ["best_sd"] = regret.Deviation,
            ["best_median"] = best.Median(),
            ["regret_mean"] = regret.Mean,
            ["regret_low"] = regret.Low,
            ["regret_high"] = regret.High,
            ["regret50_mean"] = early.Mean() - function.Minimum,
            ["seconds_per_run"] = watch.Elapsed.TotalSeconds / seeds,
        };
    }
}
