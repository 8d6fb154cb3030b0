using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Sweeps;

public sealed class TrialScoresTests
{
    [Theory]
    [InlineData(Goal.Minimize, 0, 2.0)]
    [InlineData(Goal.Maximize, 1, 3.0)]
    public void The_mean_over_replicates_decides_in_the_direction_of_the_goal(Goal goal, int trial, double mean)
    {
        var scores = TrialScores.Empty(goal).With(0, 0, 1).With(1, 0, 5).With(0, 1, 3).With(1, 1, 1);
        Assert.Equal(new TrialScore(trial, mean), scores.Best);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(null)]
    public void What_is_not_finite_never_leads(double? value)
    {
        Assert.Null(TrialScores.Empty(Goal.Minimize).With(0, 0, value).Best);
        Assert.Equal(1, TrialScores.Empty(Goal.Minimize).With(0, 0, value).With(1, 0, 1e9).With(0, 1, 0).Best!.Trial);
    }

    [Fact]
    public void A_run_that_is_told_twice_counts_once()
        => Assert.Equal(2.0, TrialScores.Empty(Goal.Minimize).With(0, 0, 1).With(0, 1, 3).With(0, 0, 1).Best!.Mean);

    [Fact]
    public void The_earlier_of_two_equal_trials_leads()
        => Assert.Equal(3, TrialScores.Empty(Goal.Maximize).With(7, 0, 1).With(3, 0, 1).Best!.Trial);
}
