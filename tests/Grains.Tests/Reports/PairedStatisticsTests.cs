using CsCheck;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Tests.Reports;

public sealed class PairedStatisticsTests
{
    private static readonly double[] Before = [18.2, 20.1, 17.6, 16.8, 18.8, 19.7, 19.1];
    private static readonly double[] After = [17.4, 18.7, 19.1, 16.4, 15.9, 18.4, 17.7];

    // scipy 1.10: ttest_rel(after, before) p = 0.10615217322877; interval of the differences [-2.18971989, 0.27543418]; J(6) = 0.86862669.
    [Fact]
    public void The_paired_test_is_that_of_scipy()
    {
        var test = PairedTest.Of([.. After.Zip(Before, (after, before) => after - before)]);
        Assert.Equal(0.10615217322877, test.PValue, 1e-9);
        Assert.Equal(-0.7181778295574627, test.Standardised, 1e-9);
        Assert.Equal(-0.6238284293595794, test.Effect, 1e-9);
        Assert.Equal(-2.1897198940247624, test.Difference.Low, 1e-8);
        Assert.Equal(0.27543417973904594, test.Difference.High, 1e-8);
    }

    [Fact]
    public void Degenerate_differences_have_plain_answers()
    {
        Assert.True(PairedTest.Of([0, 0, 0]).IsEqual);
        Assert.Equal((0.0, double.PositiveInfinity), (PairedTest.Of([2, 2, 2]).PValue, PairedTest.Of([2, 2, 2]).Effect));
        Assert.Equal(double.NegativeInfinity, PairedTest.Of([-0.1 * 3, -0.3, -0.3]).Effect);
        Assert.Equal(double.NaN, PairedTest.Of([1]).PValue);
        Assert.Equal(double.NaN, PairedTest.Of([]).PValue);
        Assert.Equal(double.NaN, PairedTest.Of([1, double.NaN, 2]).PValue);
        Assert.Equal(double.NaN, PairedTest.Of([1, 2]).Effect);
    }

    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03 0.06 0.06 0.02.
    [Fact]
    public void Holm_is_that_of_R()
    {
        double[] expected = [0.03, 0.06, double.NaN, 0.06, 0.02];
        var adjusted = Holm.Adjusted([0.01, 0.04, double.NaN, 0.03, 0.005]);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], adjusted[i], 1e-12);
        Assert.Equal([1.0, 1.0], Holm.Adjusted([0.7, 0.9]));
        Assert.Empty(Holm.Adjusted([]));
    }

    [Fact]
    public void Holm_keeps_order_and_never_lowers() => Gen.Double[0, 1].Array[0, 30].Sample(values =>
    {
        var adjusted = Holm.Adjusted([.. values]);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.InRange(adjusted[i], values[i], 1);
            for (var j = 0; j < values.Length; j++)
                if (values[i] < values[j]) Assert.True(adjusted[i] <= adjusted[j]);
        }
    });

    // scipy 1.10: sf and cdf of nct, the noncentral t distribution.
    [Theory]
    [InlineData(0.5, 34, 0.05, 0.8077775012792737)]
    [InlineData(0.5, 33, 0.05, 0.7953658414875044)]
    [InlineData(1, 2, 0.05, 0.0928091550544744)]
    [InlineData(3, 2, 0.05, 0.26077071422405057)]
    [InlineData(2, 3, 0.05, 0.4707494312554774)]
    [InlineData(0.2, 199, 0.05, 0.8016910240377381)]
    [InlineData(1, 12, 0.01, 0.6418778307462565)]
    [InlineData(1.5, 6, 0.0071428571428571435, 0.39548720697404355)]
    public void Power_is_that_of_the_noncentral_t(double effect, int seeds, double level, double power) => Assert.Equal(power, PairedPower.Of(effect, seeds, level), 1e-5);

    // 34 and 15 are also those of G*Power for d_z = 0.5 and 0.8.
    [Theory]
    [InlineData(0.2, 0.05, 199)]
    [InlineData(-0.5, 0.05, 34)]
    [InlineData(0.8, 0.05, 15)]
    [InlineData(1, 0.05, 10)]
    [InlineData(1, 0.01, 16)]
    [InlineData(0.5, 0.005, 58)]
    [InlineData(5, 0.05, 3)]
    [InlineData(1e-4, 0.05, PairedPower.MostSeeds)]
    public void Seeds_needed_are_those_of_the_power(double effect, double level, int seeds) => Assert.Equal(seeds, PairedPower.SeedsNeeded(effect, level));

    [Theory, InlineData(0), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Without_an_effect_there_is_no_number(double effect) => Assert.Null(PairedPower.SeedsNeeded(effect, 0.05));

    [Fact]
    public void A_difference_is_one_only_after_correction()
    {
        var clear = Samples(10, 10.5, 9.5, 10.2);
        Assert.Equal(ContrastVerdict.Higher, Contrasts.Of(clear).Verdict);
        // p = 0.02 alone; beside four comparisons of the same kind it is 0.1.
        var modest = Samples(1, 3, 2, 4, 0.5);
        Assert.Equal(ContrastVerdict.Higher, Contrasts.Of(modest).Verdict);
        var five = Contrasts.Of([modest, Samples(1, -1, 2, -3, 0.5), Samples(5, -4, 1, 1, -1), Samples(0, 0, 1, -1, 2), Samples(2, -2, 1, -1, 3)]);
        Assert.All(five, contrast => Assert.Equal(ContrastVerdict.Unclear, contrast.Verdict));
        Assert.True(five[0].SeedsNeeded > 5);
        Assert.Null(Contrasts.Of(modest).SeedsNeeded);
    }

    [Fact]
    public void What_cannot_be_tested_is_no_finding()
    {
        var contrasts = Contrasts.Of([Samples(7), PairedSamples.None, Samples(0, 0), Samples(0), Samples(1, double.NaN, 1)]);
        Assert.Equal([ContrastVerdict.Untested, ContrastVerdict.Untested, ContrastVerdict.Equal, ContrastVerdict.Equal, ContrastVerdict.Untested], contrasts.Select(contrast => contrast.Verdict));
        Assert.All(contrasts, contrast => Assert.Null(contrast.SeedsNeeded));
    }

    // Ten equal settings: some pair is told apart in at most one of twenty sweeps, though single tests would in a third of them.
    [Fact]
    public void Equal_settings_are_told_apart_in_one_of_twenty_families_at_most()
    {
        const int Families = 400;
        var (wrong, single) = (0, 0);
        for (var family = 0; family < Families; family++)
        {
            var contrasts = Contrasts.Of(Enumerable.Range(0, 10).Select(k => Samples([.. Enumerable.Range(0, 6).Select(i => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, CounterRandom.Uniform(5, family, (10 * i) + k) + 1e-17))])));
            if (contrasts.Any(contrast => contrast.IsClear)) wrong++;
            if (contrasts.Any(contrast => contrast.PValue < 0.05)) single++;
        }

        Assert.InRange((double)wrong / Families, 0.005, 0.075);
        Assert.InRange((double)single / Families, 0.3, 0.5);
    }

    private static PairedSamples Samples(params double[] differences) => new([.. differences.Select((_, seed) => (ulong)seed)], [.. differences], [.. differences]);
}
