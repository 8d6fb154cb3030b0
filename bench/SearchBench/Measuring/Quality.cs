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
        var (found, seconds) = Seeds.Each(seeds, seed =>
        {
            var sweep = new Sweep(function, sampler, seed);
            sweep.Run(Trials);
            return (Best: sweep.Best(Trials), Early: sweep.Best(Early));
        });
        double[] best = [.. found.Select(search => search.Best)];
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
            ["regret50_mean"] = found.Average(search => search.Early) - function.Minimum,
            ["seconds_per_run"] = seconds,
        };
    }
}
