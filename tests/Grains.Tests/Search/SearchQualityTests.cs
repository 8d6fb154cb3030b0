using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Search;

/// <summary>Samplers that learn find known minima that chance does not. Seeds are fixed, so the numbers are too.</summary>
public sealed class SearchQualityTests
{
    private const int Seeds = 3;

    private static double Square(double x) => x * x;

    private static ImmutableArray<SpaceKey> Reals(int count, double low, double high) => [.. Enumerable.Range(0, count).Select(index => new SpaceKey($"x{index}", new ParameterDomain.Uniform(low, high), null))];

    private static List<TrialRecord> Run(ISampler sampler, ImmutableArray<SpaceKey> space, ulong seed, int trials, Func<ImmutableArray<AssignedValue>, double[]> function)
    {
        var history = new List<TrialRecord>();
        while (history.Count < trials)
        {
            var point = ((Suggestion.Point)sampler.Suggest(Spec(sampler, space, seed, history.Count == 0 ? 1 : ((TrialResult.Finished)history[0].Result).Values.Length), new SearchHistory(history), history.Count)).Assignment;
            history.Add(new TrialRecord(history.Count, point, new TrialResult.Finished([.. function(point)])));
        }
        return history;
    }

    private static SweepSpec Spec(ISampler sampler, ImmutableArray<SpaceKey> space, ulong seed, int objectives) => new(
        "quality", Base: null!, space, new SearchPlan(sampler.Name, null, [], seed), [0], [.. Enumerable.Range(0, objectives).Select(index => new Objective($"f{index}", Goal.Minimize))],
        new Budget(null, null, null, null), new ResourceNeed("any", 1, false), new FailurePolicy(OnFailure.Continue, ImmutableDictionary<FailureCause, int>.Empty), "", "", []);

    private static double Real(ImmutableArray<AssignedValue> point, int key) => point[key].Value is ParameterValue.Whole whole ? whole.Value : ((ParameterValue.Number)point[key].Value).Value;

    private static double WorstOfBest(ISampler sampler, ImmutableArray<SpaceKey> space, int trials, Func<ImmutableArray<AssignedValue>, double> function)
        => Enumerable.Range(0, Seeds).Max(seed => Run(sampler, space, (ulong)seed, trials, point => [function(point)]).Min(trial => ((TrialResult.Finished)trial.Result).Values[0]));

    /// <summary>Random points reach about 2 here.</summary>
    [Fact]
    public void Cma_es_closes_in_on_a_sphere_at_a_geometric_rate()
        => Assert.InRange(WorstOfBest(Samplers.CmaEs, Reals(5, -4, 6), 600, point => Enumerable.Range(0, 5).Sum(key => Square(Real(point, key) - 1.3))), 0, 1e-5);

    /// <summary>The narrow curved valley needs the covariance: with steps of one size in all directions 2000 trials end above 0.1.</summary>
    [Fact]
    public void Cma_es_follows_the_valley_of_Rosenbrock()
        => Assert.InRange(WorstOfBest(Samplers.CmaEs, Reals(4, -2, 2), 2000, point => Enumerable.Range(0, 3).Sum(key => 100 * Square(Real(point, key + 1) - Square(Real(point, key))) + Square(1 - Real(point, key)))), 0, 1e-5);

    /// <summary>Whole numbers beside a real one of a much finer scale: without the margin the former stop moving while the latter is still far off.</summary>
    [Fact]
    public void Cma_es_keeps_moving_whole_numbers_and_names()
    {
        ImmutableArray<SpaceKey> space =
        [
            .. Reals(2, 0, 1), new("n", new ParameterDomain.WholeNumbers(0, 20), null), new("m", new ParameterDomain.WholeNumbers(0, 1), null),
            new("kind", new ParameterDomain.Values([.. "abcd".Select(name => new ParameterValue.Text($"{name}"))]), null),
        ];
        Assert.InRange(WorstOfBest(Samplers.CmaEs, space, 500, point => 100 * (Square(Real(point, 0) - 0.31) + Square(Real(point, 1) - 0.77)) + 0.01 * Square(Real(point, 2) - 17) + 0.1 * (1 - Real(point, 3))
            + (point[4].Value.Display == "c" ? 0 : 0.2)), 0, 1e-4);
    }

    /// <summary>Mean of ten searches; random points end at 0.65, kernels as wide as the number of good trials alone allows at 0.035, and such as get finer half as fast at 0.011.</summary>
    [Fact]
    public void Tpe_closes_in_on_a_minimum_of_Branin()
    {
        ImmutableArray<SpaceKey> space = [new("x", new ParameterDomain.Uniform(-5, 10), null), new("y", new ParameterDomain.Uniform(0, 15), null)];
        var regrets = Enumerable.Range(0, 10).Select(seed => Run(Samplers.Tpe, space, (ulong)seed, 100, point => [Branin(Real(point, 0), Real(point, 1))]).Min(trial => ((TrialResult.Finished)trial.Result).Values[0]) - 0.397887);
        Assert.InRange(regrets.Average(), 0, 0.009);
    }

    private static double Branin(double x, double y)
        => Square(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;
}
