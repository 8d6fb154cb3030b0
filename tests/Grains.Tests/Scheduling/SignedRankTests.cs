using Orchestrator.Grains.Decisions.Scheduling;

namespace Orchestrator.Grains.Tests.Scheduling;

public sealed class SignedRankTests
{
    // scipy.stats.wilcoxon(x, alternative='greater', method='exact'): 1/32, 0.15625, 0.0390625, and 1 where nothing is left.
    [Theory]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, 0.03125)]
    [InlineData(new[] { 5.0, -2, 3, 4, -1 }, 0.15625)]
    [InlineData(new[] { 6.0, 5, 4, 3, -2, 1, 7 }, 0.0234375)]
    [InlineData(new[] { -1.0, -2, -3 }, 1.0)]
    [InlineData(new[] { 0.0, 0 }, 1.0)]
    public void The_chance_is_exact(double[] differences, double expected) => Assert.Equal(expected, SignedRanks.ChanceOfMore([.. differences]), 1e-12);

    [Fact]
    public void Zeros_are_left_out_and_equal_sizes_share_their_ranks()
    {
        Assert.Equal(SignedRanks.ChanceOfMore([1, 2, 3]), SignedRanks.ChanceOfMore([0, 1, 2, 3, 0]));
        // Ranks 1.5, 1.5, 3: sums of at least 4.5 are (1.5, 3) twice and all three.
        Assert.Equal(3.0 / 8, SignedRanks.ChanceOfMore([1, -1, 3]), 1e-12);
        Assert.Equal(1.0 / 8, SignedRanks.ChanceOfMore([1, double.PositiveInfinity, 3]), 1e-12);
    }
}
