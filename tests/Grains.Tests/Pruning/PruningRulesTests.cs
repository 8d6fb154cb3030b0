using Orchestrator.Grains.Decisions.Pruning;
using Orchestrator.Grains.Interfaces.Specs;
using static Orchestrator.Grains.Tests.Pruning.Trails;

namespace Orchestrator.Grains.Tests.Pruning;

public sealed class PruningRulesTests
{
    private static readonly PruningPlan None = PruningPlan.None;

    [Fact]
    public void A_value_worse_than_the_limit_stops_and_the_limit_itself_does_not()
    {
        var (iteration, why) = StoppedAt(Rules(None with { WorseThan = 2 }), Losses(1, 2, 2.5, 1))!.Value;
        Assert.Equal(30, iteration);
        Assert.Equal("training.loss was 2.5 at iteration 30, worse than pruning.worse_than = 2", why);
        Assert.Equal(20, StoppedAt(Rules(None with { WorseThan = 2 }, Goal.Maximize), Losses(2, 1.5))!.Value.Iteration);
        Assert.Null(StoppedAt(Rules(None with { WorseThan = 2 }, Goal.Maximize), Losses(2, 3)));
    }

    [Theory]
    [InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_worse_than_any_limit(double value)
        => Assert.Equal(20, StoppedAt(Rules(None with { WorseThan = 1e300 }), Losses(1, value))!.Value.Iteration);

    [Fact]
    public void A_report_without_the_objective_is_not_worse_than_any_limit()
    {
        var rules = Rules(None with { WorseThan = 2 }) with { Objective = new Objective("validation.loss", Goal.Minimize) };
        Assert.Null(StoppedAt(rules, Losses(5, 5).Select(report => report with { ValidationLoss = null })));
        Assert.NotNull(StoppedAt(rules, Losses(5, 5)));
    }

    [Fact]
    public void Evaluations_per_iteration_are_those_since_the_report_before()
    {
        // 60 per iteration is the mean over the whole run, and below the limit.
        var (iteration, why) = StoppedAt(Rules(None with { NfePerIteration = 100 }), Evaluations(20, 40, 100, 101, 20))!.Value;
        Assert.Equal(40, iteration);
        Assert.Equal("101 evaluations per iteration in iterations 31 to 40, more than pruning.nfe_per_iteration = 100", why);
    }

    [Fact]
    public void Evaluations_of_all_passes_count()
    {
        var passes = Evaluations(30).Select(report => report with { NfeForward = 100, NfeBackward = 100, NfeRecomputed = 100 });
        Assert.NotNull(StoppedAt(Rules(None with { NfePerIteration = 29 }), passes));
        Assert.Null(StoppedAt(Rules(None with { NfePerIteration = 30 }), passes));
    }

    [Fact]
    public void Steps_that_become_too_short_are_counted_since_the_report_before()
    {
        long[] accepted = [200, 400, 1000, 2010, 2100];
        var reports = Losses(1, 1, 1, 1, 1).Zip(accepted, (report, steps) => report with { AcceptedSteps = steps });
        var (iteration, why) = StoppedAt(Rules(None with { StepsPerIteration = 100 }), reports)!.Value;
        Assert.Equal(40, iteration);
        Assert.Equal("101 accepted steps per iteration in iterations 31 to 40, more than pruning.steps_per_iteration = 100", why);
        Assert.Null(StoppedAt(Rules(None with { StepsPerIteration = 101 }), reports));
    }

    [Fact]
    public void Growth_is_measured_against_the_first_report()
    {
        var (iteration, why) = StoppedAt(Rules(None with { NfeGrowth = 3 }), Evaluations(20, 40, 60, 61))!.Value;
        Assert.Equal(40, iteration);
        Assert.Equal("evaluations per iteration grew from 20 in iterations 1 to 10 to 61 in iterations 31 to 40, more than pruning.nfe_growth = 3 times", why);
    }

    [Fact]
    public void Growth_before_the_rules_look_is_not_counted()
    {
        var rules = Rules(None with { NfeGrowth = 3, After = 25 });
        Assert.Null(StoppedAt(rules, Evaluations(1, 10, 20, 60)));
        Assert.Contains("from 20 in iterations 21 to 30", StoppedAt(rules, Evaluations(1, 10, 20, 60, 61))!.Value.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Patience_ends_so_many_iterations_after_the_last_improvement()
    {
        var (iteration, why) = StoppedAt(Rules(None with { Patience = 20 }), Losses(3, 2, 2.5, 2, 1))!.Value;
        Assert.Equal(40, iteration);
        Assert.Equal("training.loss has not improved from iteration 20 (2) to 40, and pruning.patience is 20", why);
        Assert.Null(StoppedAt(Rules(None with { Patience = 30 }), Losses(3, 2, 2.5, 2, 1)));
        Assert.Null(StoppedAt(Rules(None with { Patience = 10 }, Goal.Maximize), Losses(1, 2, 3)));
    }

    [Fact]
    public void Small_steps_that_add_up_to_the_least_improvement_are_one()
    {
        var rules = Rules(None with { Patience = 20, LeastImprovement = 0.5 });
        Assert.Null(StoppedAt(rules, Losses(3, 2.75, 2.5, 2.25, 2)));
        var (iteration, why) = StoppedAt(rules, Losses(3, 2.75, 2.625))!.Value;
        Assert.Equal(30, iteration);
        Assert.Contains("not improved by 0.5 or more from iteration 10 (3)", why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_never_has_a_number_loses_patience_too()
        => Assert.Equal(30, StoppedAt(Rules(None with { Patience = 20 }), Losses(double.NaN, double.NaN, double.NaN))!.Value.Iteration);

    [Fact]
    public void What_was_reached_before_the_rules_look_is_no_measure_of_improvement()
    {
        var easyStart = Losses(0.1, 5, 4, 3, 2);
        Assert.NotNull(StoppedAt(Rules(None with { Patience = 20 }), easyStart));
        Assert.Null(StoppedAt(Rules(None with { Patience = 20, After = 20 }), easyStart));
    }

    [Theory]
    [InlineData(30, 30), InlineData(31, 40), InlineData(100, null)]
    public void Nothing_is_stopped_before_the_rules_look(int after, int? stopped)
        => Assert.Equal(stopped, StoppedAt(Rules(None with { WorseThan = 1, NfePerIteration = 1, After = after }), Losses(9, 9, 9, 9))?.Iteration);

    [Fact]
    public void Without_a_rule_nothing_is_stopped() => Assert.Null(StoppedAt(Rules(None), Losses(1, double.NaN, 9e9)));

    [Fact]
    public void A_report_told_twice_changes_nothing()
    {
        var rules = Rules(None with { Patience = 20, NfeGrowth = 3 });
        var reports = Run([3, 2, 2.5], [20, 30, 40]).ToArray();
        var once = reports.Aggregate(RunTrail.Start, (trail, report) => trail.With(rules, report));
        Assert.Equal(once, reports.Concat(reports).Aggregate(RunTrail.Start, (trail, report) => trail.With(rules, report)));
    }

    [Fact]
    public void A_run_that_is_better_everywhere_is_never_stopped_before_one_that_is_worse()
    {
        var random = new Random(6);
        for (var round = 0; round < 2000; round++)
        {
            var rules = Rules(None with { WorseThan = random.NextDouble(), NfePerIteration = random.Next(1, 100), After = random.Next(60) });
            var (losses, evaluations) = (Draw(random.NextDouble), Draw(() => random.NextInt64(100)));
            var worse = StoppedAt(rules, Run(losses.Select(loss => loss + random.NextDouble() / 4).ToArray(), evaluations.Select(each => each + random.NextInt64(20)).ToArray()));
            var better = StoppedAt(rules, Run(losses, evaluations));
            Assert.True((better?.Iteration ?? int.MaxValue) >= (worse?.Iteration ?? int.MaxValue), $"round {round}: {better} and {worse}");
        }

        static T[] Draw<T>(Func<T> next) => [.. Enumerable.Range(0, 12).Select(_ => next())];
    }
}
