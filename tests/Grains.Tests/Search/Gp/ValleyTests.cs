using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Gp;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search.Gp;

public sealed class ValleyTests
{
    private static readonly Inputs _inputs = new(Axis.Of([new("x", new ParameterDomain.Uniform(0, 1), null)]));

    /// <summary>Least at 0.2 and 0.8, the former deeper, with a hill between them.</summary>
    private static readonly double[] _values = [0.3, -1, -2, -1, 0, 0.5, 0, -0.7, -1.4, -0.7, 0.3];

    private static readonly double[][] _points = [[.. Enumerable.Range(0, 11).Select(index => index / 10.0)]];

    private static Valley Deepest => new(_inputs, new Posterior(_inputs, _points, _values, [Math.Log(0.15), 0, Math.Log(1e-6)]), _points, _values);

    [Fact]
    public void It_is_filled_up_and_the_other_one_stays_as_it_is()
    {
        Assert.Equal([0.3, 0, 0, 0, 0, 0.5, 0, -0.7, -1.4, -0.7, 0.3], Deepest.Values);
        Assert.Equal([0, 4, 5, 6, 7, 8, 9, 10], Deepest.Outside);
    }

    [Theory]
    [InlineData(0.15, true), InlineData(0.26, true), InlineData(0.5, false), InlineData(0.72, false), InlineData(0.8, false)]
    public void It_ends_at_the_hill(double x, bool isInside) => Assert.Equal(isInside, Deepest.Holds([x]));

    [Fact]
    public void Another_name_is_another_valley()
    {
        var inputs = new Inputs(Axis.Of([new("x", new ParameterDomain.Values([new ParameterValue.Text("a"), new ParameterValue.Text("b")]), null)]));
        double[][] points = [[0.25, 0.75]];
        double[] values = [-1, -0.5];
        Assert.Equal([0, -0.5], new Valley(inputs, new Posterior(inputs, points, values, [0, 0, Math.Log(1e-6)]), points, values).Values);
    }

    [Theory]
    [InlineData(8, true), InlineData(7, false)]
    public void A_search_has_come_to_rest_after_eight_trials_without_a_gain(int since, bool expected)
    {
        var (spec, history) = Resting(GpModel.LeastTold + 9, since);
        Assert.Equal(expected, Stagnation.CallsForElsewhere(spec, new Standing(spec, history), [.. history.Trials.Select(Value)]));
    }

    [Fact]
    public void One_trial_in_four_goes_on_where_the_best_one_is()
    {
        int[] elsewhere = [.. Enumerable.Range(GpModel.LeastTold + 9, 8).Where(trials => Resting(trials, 9) is var (spec, history)
            && Stagnation.CallsForElsewhere(spec, new Standing(spec, history), [.. history.Trials.Select(Value)]))];
        Assert.Equal([.. Enumerable.Range(GpModel.LeastTold + 9, 8).Where(trials => trials % 4 != 0)], elsewhere);
    }

    private static double Value(TrialRecord trial) => ((TrialResult.Finished)trial.Result).Values[0];

    /// <summary>So many trials, the last gain so many before the end.</summary>
    private static (SweepSpec Spec, SearchHistory History) Resting(int trials, int since)
    {
        var spec = SpecText.Read(SpecText.Spiral + "space:\n  solver.rtol: { log_uniform: [1e-8, 1e-2] }\nsearch: { kind: gp, trials: 100 }\n");
        ImmutableArray<AssignedValue> point = ((Suggestion.Point)Samplers.Gp.Suggest(spec, SearchHistory.Empty, 0)).Assignment;
        return (spec, new SearchHistory([.. Enumerable.Range(0, trials).Select(number => new TrialRecord(number, point, new TrialResult.Finished([number < trials - since - 1 ? 1.0 : 0.5])))]));
    }
}
