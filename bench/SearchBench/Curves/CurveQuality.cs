using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.SearchBench.Functions;
using Orchestrator.SearchBench.Measuring;

namespace Orchestrator.SearchBench.Curves;

/// <summary>How good the best fully trained run is that 1,000 epochs buy, on learning curves that start slowly where they end well.</summary>
internal static class CurveQuality
{
    private const int Epochs = PeerCurve.Epochs;
    private const long Budget = 1000;

    /// <summary>Of a search that trained nothing to its end, as in the peer's script.</summary>
    private const double Untrained = 2.3;

    private static readonly ImmutableArray<SpaceKey> _space =
    [
        new("lr", new ParameterDomain.LogUniform(1e-5, 1), null), new("u", new ParameterDomain.Uniform(0, 1), null),
    ];

    public static JsonObject Of(IScheduler scheduler, ISampler sampler, int seeds)
    {
        var (found, _) = Seeds.Each(seeds, seed =>
        {
            var world = new CurveWorld(Spec(scheduler.Name, sampler.Name, seed), Value, Epochs);
            world.Run(Budget, places: 1);
            return (Best: world.Finals.Values.DefaultIfEmpty(Untrained).Min(), world.Spent, Trials: world.Trials.Count);
        });
        var final = Estimate.Of([.. found.Select(search => search.Best)]);
        return new JsonObject
        {
            ["part"] = "curves",
            ["limit"] = $"{Budget} epochs",
            ["sampler"] = sampler.Name,
            ["pruner"] = scheduler.Name,
            ["seeds"] = seeds,
            ["best_final_mean"] = final.Mean,
            ["best_final_sd"] = final.Deviation,
            ["best_final_low"] = final.Low,
            ["best_final_high"] = final.High,
            ["epochs_mean"] = found.Average(search => search.Spent),
            ["trials_mean"] = found.Average(search => search.Trials),
        };
    }

    public static double Value(ImmutableArray<AssignedValue> assignment, RunKey run, int epoch)
    {
        var point = new Point(assignment);
        return PeerCurve.Loss(point["lr"], point["u"], epoch);
    }

    private static SweepSpec Spec(string scheduler, string sampler, ulong seed) => new(
        "curves", Base: null!, _space, new SearchPlan(sampler, null, [], seed), [0], [new Objective("loss", Goal.Minimize)],
        new Budget(null, null, null, null), new ResourceNeed("any", 1, false), new FailurePolicy(OnFailure.Continue, ImmutableDictionary<FailureCause, int>.Empty), "", "", [])
    {
        Scheduler = new SchedulerPlan(scheduler, SchedulerResource.Iterations) { Max = Epochs },
    };
}
