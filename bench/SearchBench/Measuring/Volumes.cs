using System.Diagnostics;
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
        var (volumes, early) = (new double[seeds], new double[seeds]);
        var watch = Stopwatch.StartNew();
        for (var seed = 0; seed < seeds; seed++)
        {
            var sweep = new Sweep(front.Function, sampler, (ulong)seed);
            sweep.Run(Trials);
            (volumes[seed], early[seed]) = (Volume(front, sweep, Trials), Volume(front, sweep, Early));
        }
        var estimate = Estimate.Of(volumes);
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
            ["hypervolume250_mean"] = Estimate.Of(early).Mean,
            ["seconds_per_run"] = watch.Elapsed.TotalSeconds / seeds,
        };
    }

    private static double Volume(FrontFunction front, Sweep sweep, int trials)
    {
        var volume = new GrowingVolume(front.Reference);
        foreach (var trial in sweep.Trials.Take(trials)) volume.Add(((TrialResult.Finished)trial.Result).Values);
        return volume.Value;
    }
}
