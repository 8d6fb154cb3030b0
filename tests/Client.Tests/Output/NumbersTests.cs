using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Tests.Output;

public sealed class NumbersTests
{
    private static readonly Numbers Unicode = new(Glyphs.Unicode);

    [Theory]
    [InlineData(0.0123456, 0.0115, 0.0132, "0.01235 ± 0.00085")]
    [InlineData(12345.678, 12300, 12391, "12346 ± 46")]
    [InlineData(1.5e-7, 1.4e-7, 1.6e-7, "(1.50 ± 0.10)e-7")]
    [InlineData(2.5e9, 2.4e9, 2.6e9, "(2.50 ± 0.10)e9")]
    [InlineData(-3.25, -3.35, -3.15, "-3.25 ± 0.10")]
    public void An_interval_decides_how_many_digits_of_the_mean_are_shown(double mean, double low, double high, string text) =>
        Assert.Equal(text, Unicode.WithInterval(new Estimate(mean, low, high, 3, 0)));

    [Fact]
    public void A_mean_of_one_value_has_no_interval() => Assert.Equal("0.5000", Unicode.WithInterval(new Estimate(0.5, double.NaN, double.NaN, 1, 0)));

    [Fact]
    public void Values_that_are_not_finite_are_told_and_never_averaged()
    {
        Assert.Equal("not finite", Unicode.WithInterval(new Estimate(double.NaN, double.NaN, double.NaN, 0, 2)));
        Assert.Equal("0.5000 (1 not finite)", Unicode.WithInterval(new Estimate(0.5, double.NaN, double.NaN, 1, 1)));
        Assert.Equal("–", Unicode.WithInterval(new Estimate(double.NaN, double.NaN, double.NaN, 0, 0)));
    }

    [Theory]
    [InlineData(null, "–")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(0.0, "0")]
    [InlineData(1234.5678, "1235")]
    [InlineData(0.012345, "0.01235")]
    [InlineData(1e-9, "1e-9")]
    public void A_value_shows_four_digits_and_says_what_is_no_number(double? value, string text) => Assert.Equal(text, Unicode.Value(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(999.6, "1.00k")]
    [InlineData(12345, "12.3k")]
    [InlineData(9.99e8, "999M")]
    public void Counts_are_scaled(double count, string text) => Assert.Equal(text, Numbers.Count(count));

    [Fact]
    public void A_clock_shows_hours_only_when_there_are_some()
    {
        Assert.Equal("1:05", Numbers.Clock(TimeSpan.FromSeconds(65)));
        Assert.Equal("25:00:01", Numbers.Clock(TimeSpan.FromSeconds(90001)));
    }
}
