using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
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
    public void What_is_not_finite_never_leads(double value)
    {
        Assert.Null(TrialScores.Empty(Goal.Minimize).With(0, 0, value).Best);
        Assert.Equal(1, TrialScores.Empty(Goal.Minimize).With(0, 0, value).With(1, 0, 1e9).With(0, 1, 0).Best!.Trial);
    }

    [Fact]
    public void A_run_that_is_told_twice_counts_once()
        => Assert.Equal(2.0, TrialScores.Empty(Goal.Minimize).With(0, 0, 1).With(0, 1, 3).With(0, 0, 1).Best!.Mean);

    [Fact]
    public void A_run_that_failed_keeps_its_trial_from_leading_until_it_is_tried_again()
    {
        var failed = TrialScores.Empty(Goal.Minimize).With(0, 0, 1).With(1, 0, 5).With(0, 1, TrialRanking.Score(RunStatus.Failed, 0.5));
        Assert.Equal(1, failed.Best!.Trial);
        Assert.Equal(new TrialScore(0, 1), failed.With(0, 1, TrialRanking.Score(RunStatus.Running, null)).Best);
        Assert.Equal(new TrialScore(0, 2), failed.With(0, 1, TrialRanking.Score(RunStatus.Completed, 3)).Best);
    }

    [Theory]
    [InlineData(RunStatus.Completed, 2.0, 2.0)]
    [InlineData(RunStatus.Completed, null, double.NaN)]
    [InlineData(RunStatus.Failed, 2.0, double.NaN)]
    [InlineData(RunStatus.Pruned, 2.0, double.NaN)]
    [InlineData(RunStatus.Running, 2.0, null)]
    [InlineData(RunStatus.Cancelled, 2.0, null)]
    public void Only_a_completed_run_speaks_for_its_trial(RunStatus status, double? value, double? score) => Assert.Equal(score, TrialRanking.Score(status, value));

    [Fact]
    public void The_earlier_of_two_equal_trials_leads()
        => Assert.Equal(3, TrialScores.Empty(Goal.Maximize).With(7, 0, 1).With(3, 0, 1).Best!.Trial);
}
