using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Reports.Statistics;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class FrontTests
{
    [Fact]
    public void A_trial_behind_another_in_every_seed_is_never_on_the_front_and_the_other_always()
    {
        var sure = FrontProbability.Of([Costs([1, 2, 3], [1, 1, 1]), Costs([4, 5, 6], [2, 2, 2]), Costs([0.5, 0.6, 0.7], [9, 9, 9]), null]);
        Assert.Equal([1.0, 0.0, 1.0, null], sure);
    }

    // Two trials with the same cost whose losses change places from seed to seed: each is in front about half the time.
    [Fact]
    public void Overlapping_trials_share_the_front()
    {
        var sure = FrontProbability.Of([Costs([1, 3.3, 1.2, 3.1], [5, 5, 5, 5]), Costs([2.9, 1.1, 2.75, 1.36], [5, 5, 5, 5])]);
        Assert.InRange(sure[0]!.Value, 0.25, 0.75);
        // Both only when their resampled means are equal, which these cannot be.
        Assert.Equal(1, sure[0]!.Value + sure[1]!.Value, 1e-9);
    }

    // What a hard seed does to both trials stays paired: the second is worse by 0.1 whatever seed is drawn.
    [Fact]
    public void Seeds_are_resampled_together() => Assert.Equal([1.0, 0.0], FrontProbability.Of([Costs([1, 10, 100], [5, 5, 5]), Costs([1.1, 10.1, 100.1], [5, 5, 5])]));

    [Fact]
    public void One_seed_or_one_trial_has_no_probability()
    {
        Assert.Equal([null, null], FrontProbability.Of([Costs([1], [1]), Costs([2], [0])]));
        Assert.Equal([null, null], FrontProbability.Of([Costs([1, 2], [1, 2]), null]));
        Assert.Empty(FrontProbability.Of([]));
    }

    [Fact]
    public void A_volume_that_grows_point_by_point_ends_where_the_whole_front_stands()
    {
        var point = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5]).Select((a, b, c) => ImmutableArray.Create<double>(a, b, c));
        point.Array[0, 20].Sample(points =>
        {
            var growing = new GrowingVolume([5, 5, 5]);
            foreach (var next in points)
            {
                var before = growing.Value;
                Assert.Equal(growing.Add(next), growing.Value > before);
            }

            Assert.Equal(Hypervolume.Of([.. points], [5, 5, 5]), growing.Value, 9);
        });
    }

    [Fact]
    public void Equal_fronts_have_the_same_hypervolume_to_the_last_bit_whatever_lies_behind_them_and_in_whatever_order()
    {
        Gen.Double[0.01, 1].Array[3].Select(ImmutableArray.Create).Array[2, 12].Sample(points =>
        {
            ImmutableArray<ImmutableArray<double>> front = [.. points.Where((_, i) => ParetoFront.Of([.. points])[i])];
            ImmutableArray<ImmutableArray<double>> behind = [.. points.Reverse(), .. points.Select(point => point.Select(cost => cost * 1.1).ToImmutableArray())];
            Assert.Equal(Hypervolume.Of(front, [1.3, 1.2, 1.1]), Hypervolume.Of(behind, [1.3, 1.2, 1.1]));
        });
    }

    [Fact]
    public void The_history_follows_the_order_of_finishing_and_ends_at_the_hypervolume()
    {
        var sweep = Rows.Sweep(1, [Rows.Minimize("validation.loss"), Rows.Minimize("nfe.total")], []);
        (double Loss, long Cost, int Minute)[] trials = [(0.1, 300, 3), (0.2, 100, 1), (0.3, 200, 2), (double.NaN, 1, 4), (0.3, 300, 5)];
        var table = ComparisonBuilder.Build(
            sweep, [.. trials.Select((_, number) => Rows.Trial(number))],
            [.. trials.Select((trial, number) => Rows.Completed(number, 0, Rows.Observation(9, trial.Loss, trial.Cost, 0)) with { EndedAt = Rows.Start.AddMinutes(trial.Minute) })]);
        // Trial 2 is behind trial 1, trial 3 is not ranked, trial 4 is the last and raises nothing.
        Assert.Equal([(1, 1), (3, 0), (4, 4)], table.HypervolumeHistory.Select(entry => (entry.Trials, entry.Trial)));
        Assert.Equal(table.Hypervolume!.Value, table.HypervolumeHistory[^1].Volume, 9);
        // Reference: a tenth of the ranges 0.2 and 200 beyond the worst, (0.32, 320).
        Assert.Equal(0.12 * 220, table.HypervolumeHistory[0].Volume, 9);
    }

    private static ImmutableArray<ImmutableArray<double>>? Costs(params ImmutableArray<double>[] objectives) => [.. objectives];
}
