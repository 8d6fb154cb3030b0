using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.SearchBench.Curves;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Scheduling;

/// <summary>Whole sweeps over curves of a formula: who is trained how far.</summary>
public sealed class SchedulerSweepTests
{
    private const int Epochs = 81;

    private static SweepSpec Spec(string kind, int trials, int seeds = 1) => Sample.Spec(replicates: seeds) with
    {
        Search = new SearchPlan("random", trials, [], 3),
        Scheduler = new SchedulerPlan(kind, SchedulerResource.Iterations) { Max = Epochs },
    };

    /// <summary>Curves that keep their order: the loss is the drawn value at any time.</summary>
    private static double Flat(ImmutableArray<AssignedValue> assignment, RunKey run, int epoch) => ((ParameterValue.Number)assignment[0].Value).Value + 1.0 / epoch;

    private static CurveWorld Trained(SweepSpec spec, int places, Func<ImmutableArray<AssignedValue>, RunKey, int, double>? curve = null)
    {
        var world = new CurveWorld(spec, curve ?? Flat, Epochs);
        world.Run(long.MaxValue, places);
        return world;
    }

    public static TheoryData<string> Names => [.. Schedulers.All.Select(scheduler => scheduler.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_sweep_ends_with_its_best_trial_trained_to_the_end(string kind)
    {
        foreach (var places in new[] { 1, 4 })
        {
            var world = Trained(Spec(kind, 30), places);
            Assert.Equal(30, world.Trials.Count);
            Assert.All(world.History.Runs.Values, run => Assert.True(run.IsOver));
            var best = world.Trials.MinBy(trial => ((ParameterValue.Number)trial.Assignment[0].Value).Value)!;
            Assert.Contains(new RunKey((int)best.Number, 0), world.Finals.Keys);
        }
    }

    [Fact]
    public void Halving_trains_a_third_of_a_third_to_the_end_at_a_quarter_of_the_cost()
    {
        var world = Trained(Spec("asha", 81), places: 1);
        Assert.InRange(world.Finals.Count, 9, 14);
        Assert.InRange(world.Spent, 81 * 9, 81 * 28);
        Assert.All(world.Stopped.Values, why => Assert.Equal(Halving.NotAmongTheBest, why));
    }

    [Fact]
    public void Hyperband_has_trials_that_are_never_judged_and_shares_its_rungs()
    {
        var world = Trained(Spec("hyperband", 34), places: 1);
        // A round of 17: nine are judged at 9 and 27, five at 27, three never.
        foreach (var never in new[] { 14, 15, 16, 31, 32, 33 }) Assert.Contains(new RunKey(never, 0), world.Finals.Keys);
        Assert.Equal(34, world.History.RungAt(0, 0)!.Count);
    }

    // Two rungs are open at first. Curves that keep their order need no more; where the second rung turns the first one round, a third is opened.
    [Fact]
    public void Pasha_opens_rungs_only_while_ranks_change()
    {
        var spec = Spec("pasha", 60) with { Scheduler = new SchedulerPlan("pasha", SchedulerResource.Iterations) { Min = 1, Max = Epochs } };
        var steady = Trained(spec, places: 1);
        var turning = Trained(spec, places: 1, (assignment, run, epoch) => ((ParameterValue.Number)assignment[0].Value).Value * (epoch < 2 ? 1 : -1));
        Assert.Single(steady.History.Runs.Values, run => run.Resource > 3);
        Assert.InRange(turning.History.Runs.Values.Count(run => run.Resource > 3), 5, 20);
        Assert.Single(turning.Finals);
    }

    [Fact]
    public void Replicates_go_on_together()
    {
        var world = Trained(Spec("asha", 27, seeds: 3), places: 2, (assignment, run, epoch) => Flat(assignment, run, epoch) + 0.01 * run.Replicate);
        Assert.All(world.Finals.Keys.GroupBy(run => run.Trial), trial => Assert.Equal(3, trial.Count()));
        Assert.InRange(world.Finals.Keys.GroupBy(run => run.Trial).Count(), 3, 5);
    }

    // A trial whose last seed was let through at arrival, and then overtaken before its other seeds were taken up, was left with part of its seeds.
    [Theory, InlineData(1), InlineData(3), InlineData(8)]
    public void No_trial_is_left_with_part_of_its_seeds_trained(int places)
    {
        var world = Trained(Spec("asha", 40, seeds: 3), places, (assignment, run, epoch) => Flat(assignment, run, epoch) + 0.3 * Math.Sin(run.Trial * 7 + run.Replicate * 3 + epoch));
        Assert.NotEmpty(world.Finals);
        Assert.All(world.Finals.Keys.GroupBy(run => run.Trial), trial => Assert.Equal(3, trial.Count()));
    }

    [Fact]
    public void A_beaten_configuration_is_spared_its_last_seeds()
    {
        var spec = Spec("wilcoxon", 6, seeds: 10);
        var world = Trained(spec, places: 1, (assignment, run, epoch) => Flat(assignment, run, epoch) + 0.001 * (run.Replicate * 7 % 10));
        Assert.Contains(new RunKey(0, 9), world.Finals.Keys);
        Assert.NotEmpty(world.Stopped);
        Assert.All(world.Stopped, stopped => Assert.StartsWith("worse than trial ", stopped.Value, StringComparison.Ordinal));
        // Five seeds that all say the same are p = 1/32.
        Assert.All(world.Stopped.Keys, run => Assert.True(run.Replicate >= spec.Scheduler.Startup));
        Assert.True(world.Finals.Count < 60);
    }

    [Fact]
    public void The_resource_decides_where_curves_are_compared()
    {
        var spec = Sample.Spec() with { Scheduler = new SchedulerPlan("asha", SchedulerResource.FunctionEvaluations) { Max = 900 } };
        Assert.Equal(100, Levels.Halving(spec).At(0));
        Assert.Equal(30, CurvePoints.ResourceOf(SchedulerResource.FunctionEvaluations, Sample.Observation(1, 1)));
        Assert.Equal(1, CurvePoints.ResourceOf(SchedulerResource.Iterations, Sample.Observation(1, 1)));
    }
}
