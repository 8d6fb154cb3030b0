using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Search;

/// <summary>Samplers for several objectives come close to a known front, and chance does not. Seeds are fixed, so the numbers are too.</summary>
public sealed class FrontQualityTests
{
    private const int Seeds = 3, Trials = 500, Variables = 5;

    private static readonly ImmutableArray<double> _reference = [1.1, 1.1];

    private static readonly ImmutableArray<SpaceKey> _space = [.. Enumerable.Range(0, Variables).Select(index => new SpaceKey($"x{index}", new ParameterDomain.Uniform(0, 1), null))];

    private static SweepSpec Spec(ISampler sampler, ulong seed) => new(
        "front", Base: null!, _space, new SearchPlan(sampler.Name, null, [], seed), [0], [new("f1", Goal.Minimize), new("f2", Goal.Minimize)],
        new Budget(null, null, null, null), new ResourceNeed("any", 1, false), new FailurePolicy(OnFailure.Continue, ImmutableDictionary<FailureCause, int>.Empty), "", "", []);

    /// <summary>ZDT1 and ZDT2 (Zitzler, Deb, Thiele 2000): the front is x1 = … = 0, convex for the exponent 0.5 and concave for 2.</summary>
    private static ImmutableArray<double> Zdt(ImmutableArray<AssignedValue> point, double exponent)
    {
        double[] x = [.. point.Select(value => ((ParameterValue.Number)value.Value).Value)];
        var g = 1 + 9 * x[1..].Average();
        return [x[0], g * (1 - Math.Pow(x[0] / g, exponent))];
    }

    private static double MeanVolume(ISampler sampler, double exponent) => Enumerable.Range(0, Seeds).Average(seed =>
    {
        var (history, volume) = (new List<TrialRecord>(), new GrowingVolume(_reference));
        while (history.Count < Trials)
        {
            var point = ((Suggestion.Point)sampler.Suggest(Spec(sampler, (ulong)seed), new SearchHistory(history), history.Count)).Assignment;
            var values = Zdt(point, exponent);
            history.Add(new TrialRecord(history.Count, point, new TrialResult.Finished(values)));
            volume.Add(values);
        }
        return volume.Value;
    });

    [Theory]
    [InlineData(0.5, 0.15, 0.5, 0.7)]
    [InlineData(2, 0.05, 0.2, 0.25)]
    public void Samplers_for_several_objectives_reach_the_front_where_chance_does_not(double exponent, double chance, double nsga2, double tpe)
    {
        Assert.InRange(MeanVolume(Samplers.Random, exponent), 0, chance);
        Assert.InRange(MeanVolume(Samplers.Nsga2, exponent), nsga2, 1.21);
        Assert.InRange(MeanVolume(Samplers.Tpe, exponent), tpe, 1.21);
    }
}
