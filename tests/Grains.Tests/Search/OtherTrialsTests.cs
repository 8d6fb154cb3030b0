using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Tpe;

namespace Orchestrator.Grains.Tests.Search;

public sealed class OtherTrialsTests
{
    private static readonly int[] _good = [3, 400, 5000];

    private static WeightedTrials Of(int trials, ulong seed = 7)
        => OtherTrials.Of(new SearchHistory([.. Enumerable.Range(0, trials).Select(number => new TrialRecord(number, [], new TrialResult.Pending()))]), [.. _good.Where(trial => trial < trials)], seed);

    [Fact]
    public void Up_to_the_bound_all_others_count_and_old_ones_less()
    {
        var others = Of(1002);
        Assert.Equal(1000, others.Trials.Length);
        Assert.DoesNotContain(others.Trials, trial => _good.Contains(trial));
        Assert.All(others.Weights[^25..], weight => Assert.Equal(1, weight));
        Assert.Equal(1.0 / 976, others.Weights[0], 12);
        Assert.Equal(others.Weights.Order(), others.Weights);
    }

    [Fact]
    public void Beyond_it_a_sample_stands_for_the_older_ones_with_their_weight()
    {
        const int Trials = 10_000;
        var others = Of(Trials);
        Assert.InRange(others.Trials.Length, 500 + 200, OtherTrials.Most + 50);
        Assert.Equal(Enumerable.Range(Trials - 500, 500), others.Trials[^500..]);
        Assert.DoesNotContain(others.Trials, trial => _good.Contains(trial));
        Assert.Equal(others.Trials.Length, others.Trials.Distinct().Count());
        // 9,972 trials on a ramp from 0 to 1 and 25 at 1; a sample of some 300 ramp weights is 4 % off at one deviation.
        Assert.InRange(others.Weights.Sum(), 0.88 * 5011, 1.12 * 5011);
        Assert.InRange(others.Trials[..^500].Average(), 0.9 * 4750, 1.1 * 4750);
    }

    [Fact]
    public void The_sample_only_gets_thinner_as_trials_come_in()
    {
        var (few, many) = (Of(9000), Of(40_000));
        Assert.Subset(few.Trials[..^500].ToHashSet(), many.Trials.Where(trial => trial < 8500).ToHashSet());
        Assert.Equal(few.Trials, Of(9000).Trials);
        Assert.NotEqual(few.Trials, Of(9000, seed: 8).Trials);
    }
}
