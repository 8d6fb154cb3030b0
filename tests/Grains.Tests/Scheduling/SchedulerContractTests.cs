using System.Collections.Immutable;
using CsCheck;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Scheduling;

/// <summary>What holds for every scheduler of the catalogue.</summary>
public sealed class SchedulerContractTests
{
    private const int Peers = 12;

    public static TheoryData<string> Names => [.. Schedulers.All.Select(scheduler => scheduler.Name)];

    private static SweepSpec Spec(string kind, Goal goal = Goal.Minimize) => Sample.Spec() with
    {
        Objectives = [new Objective("validation.loss", goal)],
        Scheduler = new SchedulerPlan(kind, SchedulerResource.Iterations) { Min = 1, Max = 9 },
    };

    /// <summary>Peers that have all arrived at the first level with these values and wait there or run on, and a candidate with its own.</summary>
    private static ScheduleHistory At(SweepSpec spec, double candidate, IEnumerable<(int Trial, double Value)> peers)
    {
        var history = ScheduleHistory.For(spec);
        foreach (var (trial, value) in peers)
        {
            var run = new RunKey(trial, 0);
            history = history.Assigned(trial, Point(value)).Stands(run, RunStanding.Running).Observed(run, new CurvePoint(1, [value])).Stands(run, RunStanding.Paused);
        }
        return history.Assigned(Candidate.Trial, Point(0.5)).Stands(Candidate, RunStanding.Running).Observed(Candidate, new CurvePoint(1, [candidate]));
    }

    private static readonly RunKey Candidate = new(Peers, 0);

    private static (int Trial, double Value)[] Values(params ReadOnlySpan<double> values)
    {
        var numbered = new (int, double)[values.Length];
        for (var i = 0; i < values.Length; i++) numbered[i] = (i, values[i]);
        return numbered;
    }

    private static ImmutableArray<AssignedValue> Point(double value) => [new AssignedValue("training.optimizer.learning_rate", new ParameterValue.Number(double.IsFinite(value) ? value : 0))];

    /// <summary>Follows a verdict to what becomes of the candidate: one that is set aside may be taken up at once, as it is or with the parameters of another.</summary>
    private static Opening? AfterPause(SweepSpec spec, ScheduleHistory history)
    {
        history = history.Stands(Candidate, RunStanding.Paused).WithMoreTrials(false);
        while (Schedulers.Of(spec).Next(spec, history) is var next)
        {
            switch (next)
            {
                case Opening.Resume resume when resume.Run != Candidate: history = history.Stands(resume.Run, RunStanding.Running); break;
                case Opening.TakeOver over when over.Run != Candidate: history = history.Stands(over.Run, RunStanding.Running); break;
                default: return next;
            }
        }
        return null;
    }

    private static int Favour(Verdict verdict) => verdict switch { Verdict.Continue => 2, Verdict.Pause => 1, _ => 0 };

    private static readonly Gen<double[]> _values = Gen.Double[0, 1].Array[Peers];

    [Fact]
    public void Every_implementation_is_in_the_catalogue()
    {
        var implementations = typeof(IScheduler).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IScheduler)) && !type.IsInterface);
        Assert.Equal(implementations.OrderBy(type => type.Name), Schedulers.All.Select(scheduler => scheduler.GetType()).Distinct().OrderBy(type => type.Name));
        Assert.Equal(Schedulers.All.Length, Schedulers.All.Select(scheduler => scheduler.Name).Distinct().Count());
    }

    [Theory, MemberData(nameof(Names))]
    public void The_best_curve_is_never_stopped(string kind) => _values.Sample(values =>
    {
        foreach (var (goal, best) in new[] { (Goal.Minimize, values.Min() - 0.1), (Goal.Maximize, values.Max() + 0.1) })
        {
            var spec = Spec(kind, goal);
            var history = At(spec, best, Values(values));
            // A population waits for its last member before anybody goes on.
            if (Schedulers.Of(spec).Judge(spec, Candidate, history) is Verdict.Pause) Assert.Equal(Candidate, Assert.IsType<Opening.Resume>(AfterPause(spec, history)).Run);
            else Assert.IsType<Verdict.Continue>(Schedulers.Of(spec).Judge(spec, Candidate, history));
        }
    }, iter: 50);

    [Theory, MemberData(nameof(Names))]
    public void A_better_curve_fares_no_worse(string kind) => Gen.Select(_values, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((values, one, other) =>
    {
        var spec = Spec(kind);
        var better = Favour(Schedulers.Of(spec).Judge(spec, Candidate, At(spec, Math.Min(one, other), Values(values))));
        var worse = Favour(Schedulers.Of(spec).Judge(spec, Candidate, At(spec, Math.Max(one, other), Values(values))));
        Assert.True(better >= worse);
    }, iter: 200);

    [Theory, MemberData(nameof(Names))]
    public void The_order_of_arrival_changes_nothing(string kind) => Gen.Select(_values, Gen.Double[0, 1], Gen.Shuffle(Enumerable.Range(0, Peers).ToArray())).Sample((values, candidate, order) =>
    {
        var spec = Spec(kind);
        var scheduler = Schedulers.Of(spec);
        var (one, other) = (At(spec, candidate, Values(values)), At(spec, candidate, order.Select(trial => (trial, values[trial]))));
        Assert.Equal(scheduler.Judge(spec, Candidate, one), scheduler.Judge(spec, Candidate, other));
        Assert.Equal(scheduler.Judge(spec, Candidate, one), scheduler.Judge(spec, Candidate, one));
        Assert.Equal(scheduler.Next(spec, one), scheduler.Next(spec, other));
    }, iter: 100);

    // NaN must lose in both directions, whatever the peers are.
    [Theory, MemberData(nameof(Names))]
    public void A_value_that_is_no_number_stops_where_values_are_compared(string kind)
    {
        foreach (var goal in new[] { Goal.Minimize, Goal.Maximize })
        {
            var spec = Spec(kind, goal);
            if (Schedulers.Of(spec).Rungs(spec) == RungPlan.None) continue;
            var history = At(spec, double.NaN, Values(0.1, 0.5, 0.7, 0.2, 0.3, 0.9));
            if (Schedulers.Of(spec) == Schedulers.Pbt)
            {
                // It loses what it has learned instead of its place.
                var takeOver = Assert.IsType<Opening.TakeOver>(AfterPause(spec, history));
                Assert.Equal((Candidate, goal == Goal.Minimize ? 0 : 5), (takeOver.Run, takeOver.Source.Trial));
                continue;
            }
            Assert.IsType<Verdict.Stop>(Schedulers.Of(spec).Judge(spec, Candidate, history));
            Assert.IsType<Verdict.Stop>(Schedulers.Of(spec).Judge(spec, Candidate, At(spec, double.NaN, Values(double.NaN, double.NaN))));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Nobody_is_stopped_without_peers(string kind)
    {
        var spec = Spec(kind);
        Assert.IsNotType<Verdict.Stop>(Schedulers.Of(spec).Judge(spec, Candidate, At(spec, 0.5, [])));
        Assert.IsType<Verdict.Continue>(Schedulers.Of(spec).Begin(spec, Candidate, ScheduleHistory.For(spec)));
    }

    [Theory, MemberData(nameof(Names))]
    public void It_waits_only_while_something_runs_and_then_finishes(string kind)
    {
        var spec = Spec(kind);
        var scheduler = Schedulers.Of(spec);
        Assert.IsType<Opening.NewTrial>(scheduler.Next(spec, ScheduleHistory.For(spec)));
        var running = ScheduleHistory.For(spec).Stands(Candidate, RunStanding.Running).WithMoreTrials(false);
        Assert.IsType<Opening.Wait>(scheduler.Next(spec, running));
        var over = running.Observed(Candidate, new CurvePoint(9, [0.5])).Stands(Candidate, RunStanding.Completed);
        Assert.IsType<Opening.Finish>(scheduler.Next(spec, over));
    }

    [Fact]
    public void Every_scheduler_is_described() => Assert.All(Schedulers.All, scheduler => Assert.EndsWith(".", scheduler.Description, StringComparison.Ordinal));

    private static ImmutableArray<int> Promoted(Goal goal, IEnumerable<(int Trial, double Value)> rung)
    {
        var spec = Spec("asha", goal);
        var history = ScheduleHistory.For(spec);
        foreach (var (trial, value) in rung)
        {
            var run = new RunKey(trial, 0);
            history = history.Stands(run, RunStanding.Running).Observed(run, new CurvePoint(1, [value])).Stands(run, RunStanding.Paused);
        }
        var promoted = ImmutableArray.CreateBuilder<int>();
        while (Schedulers.Of(spec).Next(spec, history) is Opening.Resume resume)
        {
            promoted.Add(resume.Run.Trial);
            history = history.Stands(resume.Run, RunStanding.Running);
        }
        return promoted.ToImmutable();
    }

    // Case S2 of the field's collected mistakes: 0.9, NaN, 0.3, 0.5, NaN, 0.4, 0.8, 0.7, 0.6.
    [Fact]
    public void Halving_promotes_the_best_third_in_both_directions_and_no_NaN()
    {
        var rung = Values(0.9, double.NaN, 0.3, 0.5, double.NaN, 0.4, 0.8, 0.7, 0.6);
        Assert.Equal([2, 5, 3], Promoted(Goal.Minimize, rung).AsEnumerable());
        Assert.Equal([2, 5, 3], Promoted(Goal.Minimize, rung.Reverse()).AsEnumerable());
        Assert.Equal([0, 6, 7], Promoted(Goal.Maximize, rung).AsEnumerable());
        Assert.Equal([0, 6, 7], Promoted(Goal.Maximize, rung.Reverse()).AsEnumerable());
        Assert.Empty(Promoted(Goal.Minimize, Values(double.NaN, double.NaN, double.NaN)));
    }

    [Theory]
    [InlineData(Goal.Minimize, 0.8, false), InlineData(Goal.Minimize, 0.55, true), InlineData(Goal.Minimize, double.NaN, false)]
    [InlineData(Goal.Maximize, 0.8, true), InlineData(Goal.Maximize, 0.55, false), InlineData(Goal.Maximize, double.NaN, false)]
    public void The_median_rule_knows_its_direction_and_NaN(Goal goal, double candidate, bool goesOn)
    {
        var spec = Spec("median", goal);
        spec = spec with { Scheduler = spec.Scheduler with { Startup = 3 } };
        var verdict = Schedulers.Of(spec).Judge(spec, Candidate, At(spec, candidate, Values(0.5, double.NaN, 0.7, 0.9, 0.6)));
        Assert.Equal(goesOn, verdict is Verdict.Continue);
    }
}
