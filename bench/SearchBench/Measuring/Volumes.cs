using System.Text.Json.Nodes;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.SearchBench.Functions;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>How much the trials of a search for a Pareto front dominate together.</summary>
internal static class Volumes
{
    private const int Trials = 1000, Early = 250;

    public static JsonObject Of(FrontFunction front, ISampler sampler, int seeds)
    {
        var (found, seconds) = Seeds.Each(seeds, seed =>
        {
            var sweep = new Sweep(front.Function, sampler, seed);
            sweep.Run(Trials);
            return (Whole: Volume(front, sweep, Trials), Early: Volume(front, sweep, Early));
        });
        var estimate = Estimate.Of([.. found.Select(search => search.Whole)]);
        return new JsonObject
        {
            ["part"] = "hypervolume",
            ["objective"] = front.Function.Name,
            ["sampler"] = sampler.Name,
            ["trials"] = Trials,
            ["seeds"] = seeds,
            ["hypervolume_mean"] = estimate.Mean,
            ["hypervolume_sd"] = estimate.Deviation,
            ["hypervolume_low"] = estimate.Low,
            ["hypervolume_high"] = estimate.High,
            ["hypervolume250_mean"] = found.Average(search => search.Early),
            ["seconds_per_run"] = seconds,
        };
    }

    private static double Volume(FrontFunction front, Sweep sweep, int trials)
    {
        var volume = new GrowingVolume(front.Reference);
        foreach (var trial in sweep.Trials.Take(trials)) volume.Add(((TrialResult.Finished)trial.Result).Values);
        return volume.Value;
    }
}
