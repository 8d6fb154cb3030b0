using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Gp;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;

namespace Orchestrator.Grains.Tests.Search.Gp;

public sealed class TrialValuesTests
{
    private const string Space = SpecText.Spiral + "space: { model.augment: { int: [0, 5] } }\nsearch: { kind: gp, trials: 60 }\n";

    private static double[] Values(SweepSpec spec, params TrialResult[] results)
    {
        var history = new SearchHistory([.. results.Select((result, number) => new TrialRecord(number, [], result))]);
        return TrialValues.Of(spec, history, new Standing(spec, history), new Draws(1, results.Length));
    }

    private static TrialResult.Finished Finished(params double[] values) => new([.. values]);

    [Fact]
    public void The_order_is_that_of_standing()
    {
        var values = Values(SpecText.Read(Space), Finished(3), new TrialResult.Failed(), new TrialResult.Pruned([0.1], 3), Finished(1), new TrialResult.Pruned([0.2], 9), new TrialResult.Pending(), Finished(double.NaN), Finished(2));
        Assert.True(double.IsNaN(values[5]));
        Assert.Equal([3, 7, 0, 4, 2], new[] { 0, 2, 3, 4, 7 }.OrderBy(trial => values[trial]));
        Assert.Equal(values[1], values[6]);
        Assert.True(values[1] > values[2]);
    }

    [Fact]
    public void With_nothing_finished_pruned_trials_still_rank()
    {
        var values = Values(SpecText.Read(Space), new TrialResult.Failed(), new TrialResult.Pruned([0.1], 3), new TrialResult.Pruned([0.2], 9));
        Assert.Equal([2, 1, 0], Enumerable.Range(0, 3).OrderBy(trial => values[trial]));
    }

    [Fact]
    public void A_goal_to_maximise_is_turned_round()
    {
        var spec = SpecText.Read(Space + "objectives: [ { metric: training.loss, goal: maximize } ]");
        var values = Values(spec, Finished(1), Finished(5), Finished(2));
        Assert.Equal([1, 2, 0], Enumerable.Range(0, 3).OrderBy(trial => values[trial]));
    }

    [Fact]
    public void The_unit_stays_when_the_search_converges_and_an_outlier_does_not_flatten_the_rest()
    {
        double[] first = [.. Enumerable.Range(0, 20).Select(value => (double)value)];
        var (before, after) = (new Warp(first), new Warp(first.Concat([1e12, -3, -3.001])));
        Assert.Equal(before.Of(4), after.Of(4));
        Assert.Equal(-1, before.Of(0));
        Assert.Equal(0.1, before.Of(1) - before.Of(0), 1e-12);
        Assert.InRange(after.Of(1e12), 3, 30);
        Assert.True(before.Of(11) > before.Of(10));
    }

    [Fact]
    public void Several_objectives_become_one_that_no_dominated_trial_wins()
    {
        var spec = SpecText.Read(Space + "objectives: [ { metric: training.loss, goal: minimize }, { metric: nfe.total, goal: minimize } ]");
        var winners = new HashSet<int>();
        for (var number = 0; number < 40; number++)
        {
            var history = new SearchHistory([.. new[] { Finished(0, 10), Finished(5, 4), Finished(10, 0), Finished(11, 11), Finished(6, double.NaN) }.Select((result, trial) => new TrialRecord(trial, [], result))]);
            var values = TrialValues.Of(spec, history, new Standing(spec, history), new Draws(1, number));
            winners.Add(Array.IndexOf(values, values.Min()));
        }
        Assert.Equal([0, 1, 2], winners.Order());
    }
}
