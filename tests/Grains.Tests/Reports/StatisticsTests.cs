using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Reports.Statistics;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class StatisticsTests
{
    // Quantiles t(0.975) of Student's distribution from printed tables: 12.7062 (1), 4.30265 (2), 2.77645 (4), 2.26216 (9).
    [Theory]
    [InlineData(new[] { 0.0, 1.0 }, 0.5, 12.7062 * 0.5)]
    [InlineData(new[] { 1.0, 2.0, 3.0 }, 2.0, 4.30265 / 1.7320508)]
    [InlineData(new[] { 2.0, 4.0, 4.0, 4.0, 6.0 }, 4.0, 2.77645 * 1.4142136 / 2.2360680)]
    [InlineData(new[] { 0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 4.5, 2.26216 * 3.0276504 / 3.1622777)]
    public void The_interval_is_that_of_students_t(double[] values, double mean, double half)
    {
        var estimate = Estimates.Of(values.Select(value => (double?)value));
        Assert.Equal(mean, estimate.Mean, 12);
        Assert.Equal(half, (estimate.High - estimate.Low) / 2, 1e-4 * half);
        Assert.Equal(values.Length, estimate.Count);
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_and_missing_ones_are_not()
    {
        var estimate = Estimates.Of([1, null, double.NaN, 3, double.PositiveInfinity]);
        Assert.Equal((2.0, 2, 2), (estimate.Mean, estimate.Count, estimate.NotFinite));
        Assert.Equal(Estimates.None, Estimates.Of([null]));
    }

    [Fact]
    public void One_value_has_no_interval_and_huge_values_do_not_overflow()
    {
        Assert.False(Estimates.Of([7]).HasInterval());
        Assert.Equal(double.MaxValue, Estimates.Of([double.MaxValue, double.MaxValue]).Mean);
    }

    [Fact]
    public void The_front_is_what_nothing_dominates()
    {
        var point = Gen.Int[0, 6].Select(i => i == 6 ? double.NaN : i);
        Gen.Select(point, point, point).Select((a, b, c) => ImmutableArray.Create(a, b, c)).Array[0, 25].Sample(points =>
        {
            var front = ParetoFront.Of([.. points]);
            for (var i = 0; i < points.Length; i++)
            {
                var sound = points[i].All(double.IsFinite);
                var dominated = points.Any(other => other.All(double.IsFinite) && ParetoFront.Dominates(other, points[i]));
                Assert.Equal(sound && !dominated, front[i]);
            }
        });
    }

    [Fact]
    public void Hypervolume_of_boxes_is_known()
    {
        Assert.Equal(106, Hypervolume.Of([[0.10, 100], [0.10, 100], [0.20, 80]], [1, 200]), 9);
        Assert.Equal(0, Hypervolume.Of([[2, 0], [double.NaN, 0]], [1, 1]));
        Assert.Equal(24, Hypervolume.Of([[0, 0, 0]], [2, 3, 4]), 12);
        // Two unit-deep boxes that share a corner: 2·1·1 + 1·2·1 − 1·1·1.
        Assert.Equal(3, Hypervolume.Of([[0, 1, 0], [1, 0, 0]], [2, 2, 1]), 12);
        Assert.Equal(7, Hypervolume.Of([[0, 0, 1], [1, 1, 0]], [2, 2, 2]) + Hypervolume.Of([[0, 1, 1]], [2, 2, 2]), 12);
    }

    [Fact]
    public void Hypervolume_counts_the_lattice_cells_that_are_dominated()
    {
        var point = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4]).Select((a, b, c) => ImmutableArray.Create<double>(a, b, c));
        point.Array[0, 8].Sample(points =>
        {
            var cells = 0;
            for (var x = 0; x < 4; x++)
                for (var y = 0; y < 4; y++)
                    for (var z = 0; z < 4; z++)
                        if (points.Any(p => p[0] <= x && p[1] <= y && p[2] <= z)) cells++;
            Assert.Equal(cells, Hypervolume.Of([.. points], [4, 4, 4]), 9);
        });
    }

    [Theory]
    [InlineData(0.0301, "0.03010")]
    [InlineData(1e-9, "1e-9")]
    [InlineData(123456.7, "123,457")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Values_are_written_with_four_digits(double value, string text) => Assert.Equal(text, Format.Value(value, MetricUnit.None));

    [Theory]
    [InlineData(1e-5, "1e-5")]
    [InlineData(0.001, "1e-3")]
    [InlineData(0.1, "0.1")]
    [InlineData(2.5e-12, "2.5e-12")]
    [InlineData(0.01, "1e-2")]
    [InlineData(0.05, "0.05")]
    [InlineData(0.025, "0.025")]
    [InlineData(-0.001, "-1e-3")]
    [InlineData(1.0, "1")]
    [InlineData(1000.0, "1000")]
    [InlineData(1500000, "1.5e6")]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(1.147609930496139e-8, "1.148e-8")]
    [InlineData(-12.3456789, "-12.35")]
    [InlineData(0.123456, "0.123456")]
    [InlineData(1e20, "1e20")]
    [InlineData(123456, "123456")]
    [InlineData(123456.5, "123500")]
    [InlineData(-2.5e-7, "-2.5e-7")]
    public void Settings_are_written_as_a_person_would(double value, string text) => Assert.Equal(text, Rows.Number(value).Label);

    [Fact]
    public void Metric_names_are_unique_and_found()
    {
        Assert.Equal(9, Metrics.All.Select(metric => metric.Name).Distinct().Count());
        Assert.All(Metrics.All, metric => Assert.Same(metric, Metrics.Find(metric.Name)));
        Assert.Null(Metrics.Find("accuracy"));
        var observation = Rows.Observation(300, null, 10, 20) with { NfeRecomputed = 5 };
        Assert.Equal(35, Metrics.NfeTotal.Read(observation));
        Assert.Null(Metrics.ValidationLoss.Read(observation));
        Assert.Equal(5.4, Metrics.Seconds.Read(observation)!.Value, 9);
        Assert.Equal(2000.0 / 297, Metrics.ForwardMilliseconds.Read(observation)!.Value, 9);
    }
}
