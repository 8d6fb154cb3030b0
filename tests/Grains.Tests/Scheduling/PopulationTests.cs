using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Scheduling.Populations;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Tests.Specs;
using Orchestrator.SearchBench.Curves;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Scheduling;

/// <summary>Population based training: who takes over from whom, and with which values.</summary>
public sealed class PopulationTests
{
    private const string Path = "training.optimizer.learning_rate";

    private static SweepSpec Spec(int trials = 10) => Sample.Spec() with
    {
        Search = new SearchPlan("random", trials, [], 3),
        Scheduler = new SchedulerPlan("pbt", SchedulerResource.Iterations) { Min = 5 },
    };

    private static double Rate(ImmutableArray<AssignedValue> assignment) => ((ParameterValue.Number)assignment[0].Value).Value;

    private static CurveWorld Trained(SweepSpec spec, int places)
    {
        var world = new CurveWorld(spec, (assignment, run, epoch) => Rate(assignment) + 1.0 / epoch, spec.Base.Training.Iterations);
        world.Run(long.MaxValue, places);
        return world;
    }

    // Levels at 5, 10 and 15 of 20: three generations of ten, of which two each take over.
    [Fact]
    public void The_number_of_places_changes_nothing_and_everybody_is_trained_to_the_end()
    {
        var worlds = new[] { 1, 3, 10 }.Select(places => Trained(Spec(), places)).ToArray();
        Assert.All(worlds, world => Assert.Equal((10, 200L), (world.Finals.Count, world.Spent)));
        Assert.All(worlds, world => Assert.Equal(worlds[0].Finals.OrderBy(each => each.Key), world.Finals.OrderBy(each => each.Key)));
        Assert.All(worlds[0].History.Runs.Values, run => Assert.Equal(3, run.Pauses));
        var changed = worlds[0].Trials.Count(trial => !trial.Assignment.SequenceEqual(worlds[0].History.Assignments[(int)trial.Number]));
        Assert.InRange(changed, 2, 6);
    }

    [Fact]
    public void The_worst_give_up_their_values_for_some_near_the_best()
    {
        var world = Trained(Spec(20), places: 4);
        var begun = world.Trials.Select(trial => Rate(trial.Assignment)).Order().ToArray();
        var ended = Enumerable.Range(0, 20).Select(trial => Rate(world.History.Assignments[trial])).Order().ToArray();
        Assert.True(ended.Average() < begun.Average());
        Assert.True(ended[0] <= begun[0]);
    }

    private static ScheduleHistory Generation(SweepSpec spec, params ReadOnlySpan<double> losses)
    {
        var history = ScheduleHistory.For(spec).WithMoreTrials(false);
        for (var trial = 0; trial < losses.Length; trial++)
        {
            var run = new RunKey(trial, 0);
            history = history.Assigned(trial, [new AssignedValue(Path, new ParameterValue.Number(0.1 + 0.01 * trial))])
                .Stands(run, RunStanding.Running).Observed(run, new CurvePoint(5, [losses[trial]])).Stands(run, RunStanding.Paused);
        }
        return history;
    }

    [Fact]
    public void Nobody_goes_on_before_the_last_has_been_set_aside()
    {
        var spec = Spec();
        var history = Generation(spec, 3, 1, 2, 4);
        var late = new RunKey(4, 0);
        foreach (var waiting in new[]
        {
            history.Stands(late, RunStanding.Running),
            history.Stands(late, RunStanding.Running).Observed(late, new CurvePoint(4, [0])),
            // It has reported, and its checkpoint is on its way.
            history.Stands(late, RunStanding.Running).Observed(late, new CurvePoint(5, [0])),
        })
            Assert.IsType<Opening.Wait>(Schedulers.Pbt.Next(spec, waiting));
        Assert.IsType<Opening.TakeOver>(Schedulers.Pbt.Next(spec, history.Stands(late, RunStanding.Failed)));
    }

    // A source that had gone on first wrote newer checkpoints, and what was taken over was of another iteration.
    [Fact]
    public void Those_that_take_over_go_first_and_each_once()
    {
        var spec = Spec() with { Scheduler = new SchedulerPlan("pbt", SchedulerResource.Iterations) { Min = 5, Quantile = 40 } };
        var history = Generation(spec, 3, 1, double.NaN, 4, 2);
        var order = new List<string>();
        while (Schedulers.Pbt.Next(spec, history) is var next and not Opening.Wait)
        {
            var (run, source) = next is Opening.TakeOver over ? (over.Run, (RunKey?)over.Source) : (((Opening.Resume)next).Run, null);
            if (source is { } from) Assert.Equal(RunStanding.Paused, history.Find(from)!.Standing);
            order.Add(source is null ? $"{run.Trial}" : $"{run.Trial} takes over");
            history = history.Stands(run, RunStanding.Running);
        }
        Assert.Equal(["2 takes over", "3 takes over", "0", "1", "4"], order);
    }

    [Fact]
    public void Without_a_finite_value_or_with_one_member_everybody_goes_on_by_itself()
    {
        var spec = Spec();
        Assert.IsType<Opening.Resume>(Schedulers.Pbt.Next(spec, Generation(spec, double.NaN, double.NaN, double.NaN)));
        Assert.IsType<Opening.Resume>(Schedulers.Pbt.Next(spec, Generation(spec, 1)));
    }

    [Fact]
    public void A_source_that_failed_after_its_report_is_not_waited_for()
    {
        var spec = Spec();
        var history = Generation(spec, 2, 1, 3);
        Assert.Equal(new RunKey(1, 0), Assert.IsType<Opening.TakeOver>(Schedulers.Pbt.Next(spec, history)).Source);
        Assert.IsType<Opening.Resume>(Schedulers.Pbt.Next(spec, history.Stands(new RunKey(1, 0), RunStanding.Running).Stands(new RunKey(1, 0), RunStanding.Failed)));
    }

    private const string Tolerances = SpecText.Spiral + """
        gradient: { method: adjoint }
        scheduler: { kind: pbt, resample: 0 }
        space:
          training.optimizer.learning_rate: { log_uniform: [1e-4, 1e-1] }
          solver.method: [dopri5, tsit5]
          solver.rtol: { decades: [1e-6, 1e-2] }
          gradient.rtol: [1e-2, 1e-6, 1e-4]
        search: { kind: random, trials: 1000000, constraints: [ gradient.rtol <= solver.rtol ] }

        """;

    private static ImmutableArray<AssignedValue> Point(SweepSpec spec, long trial) => ((Suggestion.Point)Proposals.Suggest(spec, SearchHistory.Empty, trial)).Assignment;

    private static double Number(ImmutableArray<AssignedValue> point, string path) => ((ParameterValue.Number)point.First(value => value.Path == path).Value).Value;

    [Fact]
    public void Values_move_to_neighbours_within_the_space_and_its_constraints() => Gen.Int[0, 100_000].Sample(trial =>
    {
        var spec = SpecText.Read(Tolerances);
        var good = Point(spec, trial);
        var moved = Exploration.From(spec, good, new Draws(1, trial));
        Assert.True(Constraints.Hold(spec, moved));
        Assert.All(moved, value => Assert.True(Domains.Contains(spec.Space.First(key => key.Path == value.Path).Domain, value.Value)));
        Assert.Equal(good.First(value => value.Path == "solver.method"), moved.First(value => value.Path == "solver.method"));
        if (moved.SequenceEqual(good)) return;
        Assert.InRange(Math.Abs(Math.Log10(Number(moved, "solver.rtol") / Number(good, "solver.rtol"))), 0, 1.01);
        Assert.InRange(Math.Abs(Math.Log10(Number(moved, "gradient.rtol") / Number(good, "gradient.rtol"))), 0, 2.01);
        var rate = Number(moved, Path) / Number(good, Path);
        Assert.True(Math.Abs(Math.Abs(Math.Log(rate)) - Math.Log(1.25)) < 1e-9 || Number(moved, Path) is 1e-4 or 1e-1);
    }, iter: 500);

    [Fact]
    public void Only_keys_that_may_change_do_and_with_resample_they_are_drawn_anew()
    {
        var spec = SpecText.Read(Tolerances, "scheduler.mutates=[solver.rtol]", "scheduler.resample=1");
        var good = Point(spec, 1);
        var drawn = Enumerable.Range(0, 200).Select(trial => Exploration.From(spec, good, new Draws(1, trial))).ToArray();
        Assert.All(drawn, point => Assert.Equal(Number(good, Path), Number(point, Path)));
        Assert.True(drawn.Select(point => Number(point, "solver.rtol")).Distinct().Count() > 2);
    }

    [Fact]
    public void A_key_whose_change_a_constraint_forbids_stays()
    {
        var spec = SpecText.Read(SpecText.Spiral + "space: { solver.rtol: [1e-3, 1e-4] }\nscheduler: { kind: pbt }\nsearch: { constraints: [ solver.rtol > 5e-4 ] }\n");
        var good = Point(spec, 0);
        Assert.All(Enumerable.Range(0, 50), trial => Assert.Equal(good.AsEnumerable(), Exploration.From(spec, good, new Draws(1, trial))));
    }
}
