using Orchestrator.Grains.Decisions.Scheduling.Rungs;

namespace Orchestrator.Grains.Tests.Scheduling;

public sealed class LadderTests
{
    [Fact]
    public void A_geometric_ladder_is_exact_where_logarithms_are_not()
    {
        var ladder = Assert.IsType<Ladder.Listed>(Ladder.Geometric(1, 243, 3));
        Assert.Equal([1, 3, 9, 27, 81, 243], ladder.Levels.AsEnumerable());
        Assert.Equal(6, ladder.Passed(243));
        Assert.Equal(5, ladder.Passed(242.999));
        Assert.Null(ladder.After(243));
        Assert.Equal(81, ladder.After(80));
    }

    [Fact]
    public void A_geometric_ladder_does_not_overflow_and_may_be_empty()
    {
        Assert.Equal(63, Assert.IsType<Ladder.Listed>(Ladder.Geometric(1, long.MaxValue, 2)).Levels.Length);
        Assert.Empty(Assert.IsType<Ladder.Listed>(Ladder.Geometric(9, 8, 3)).Levels);
    }

    [Theory, InlineData(9, 0), InlineData(10, 1), InlineData(14, 1), InlineData(15, 2), InlineData(1e30, int.MaxValue)]
    public void A_regular_ladder_counts_its_levels(double resource, int passed)
    {
        var ladder = new Ladder.Regular(10, 5);
        Assert.Equal(passed, ladder.Passed(resource));
        if (passed < 100) Assert.Equal(10 + 5 * passed, ladder.After(resource));
    }
}
