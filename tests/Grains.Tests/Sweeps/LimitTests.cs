using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

/// <summary>What ends a sweep before its search does: targets, seconds of training, failures.</summary>
public sealed class LimitTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_target_ends_the_search_and_lets_runs_under_way_finish()
    {
        var spec = Sample.Spec() with { Budget = Target(0.5) };
        var state = Fold(spec, Begun(spec), Ended(0, RunStatus.Completed));
        var reached = SweepMachine.Apply(spec, state, new SweepEvent.TargetReached(new TrialScore(0, 0.25)), At);
        Assert.Equal(state.InFlight.Length, reached.Effects.OfType<SweepEffect.WithdrawRun>().Count());
        Assert.Equal(state.InFlight.Length, reached.Effects.Length);
        Assert.IsType<SweepWish.Nothing>(SweepMachine.Wish(spec, reached.State));
        state = reached.State;
        foreach (var run in state.InFlight) state = Fold(spec, state, Ended(run.Trial, RunStatus.Completed));
        Assert.Equal(new SweepPhase.Over(SweepStatus.Completed, "trial 0 reached budget.target of 0.5 with 0.25"), state.Phase);
    }

    [Fact]
    public void A_target_reached_while_the_sweep_is_held_ends_it_when_it_goes_on()
    {
        var spec = Sample.Spec() with { Budget = Target(0.5) };
        var state = Fold(spec, Begun(spec), new SweepEvent.PauseRequested(), new SweepEvent.TargetReached(new TrialScore(0, 0.25)));
        Assert.IsType<SweepPhase.Paused>(state.Phase);
        var resumed = SweepMachine.Apply(spec, state, new SweepEvent.ResumeRequested(), At);
        Assert.IsType<SweepPhase.Finishing>(resumed.State.Phase);
        Assert.Equal(state.InFlight.Length, resumed.Effects.OfType<SweepEffect.ReleaseRun>().Count());
    }

    [Fact]
    public void The_last_run_may_reach_the_target_and_a_retry_then_starts_nothing_new()
    {
        var spec = Sample.Spec(runs: 2) with { Budget = Target(0.5) with { Runs = 2 } };
        var state = Fold(spec, Begun(spec), Ended(0, RunStatus.Failed), Ended(1, RunStatus.Completed), new SweepEvent.TargetReached(new TrialScore(1, 0.25)));
        Assert.Contains("budget.target", Assert.IsType<SweepPhase.Over>(state.Phase).Reason, StringComparison.Ordinal);
        state = Fold(spec, state, new SweepEvent.RetryRequested(null), new SweepEvent.FailedRunFound(null));
        Assert.IsType<SweepPhase.Over>(state.Phase);
        Assert.Equal(2, state.Created);
    }

    [Theory]
    [InlineData(Goal.Minimize, 0.5, true), InlineData(Goal.Minimize, 0.49, false), InlineData(Goal.Maximize, 0.5, true), InlineData(Goal.Maximize, 0.51, false)]
    public void A_trial_reaches_the_target_by_its_mean_over_all_seeds(Goal goal, double target, bool reached)
    {
        var spec = Sample.Spec(replicates: 2) with { Budget = Target(target), Objectives = [new Objective("validation.loss", goal)] };
        var trials = new TrialRecords(spec);
        trials.Proposed(0, []);
        trials.Heard(Tell(0, 0, TellKind.Completed, goal == Goal.Minimize ? 0.25 : 0.75));
        Assert.Null(trials.Reaches(0));
        trials.Heard(Tell(0, 1, TellKind.Completed, goal == Goal.Minimize ? 0.75 : 0.25));
        Assert.Equal(reached ? new TrialScore(0, 0.5) : null, trials.Reaches(0));
    }

    [Theory]
    [InlineData(TellKind.Failed, 0.1), InlineData(TellKind.Pruned, 0.1), InlineData(TellKind.Completed, double.NaN)]
    public void A_trial_with_a_run_that_did_not_complete_never_reaches_the_target(TellKind kind, double loss)
    {
        var spec = Sample.Spec(replicates: 2) with { Budget = Target(0.5) };
        var trials = new TrialRecords(spec);
        trials.Proposed(0, []);
        trials.Heard(Tell(0, 0, TellKind.Completed, 0.1));
        trials.Heard(Tell(0, 1, kind, loss));
        Assert.Null(trials.Reaches(0));
    }

    [Fact]
    public void A_budget_of_seconds_ends_the_sweep_when_finished_runs_have_used_it()
    {
        var spec = Sample.Spec() with { Budget = new Budget(null, null, null, null) { Seconds = 0.5 } };
        var state = Begun(spec);
        // Every observation of the sample is of 0.3 seconds.
        state = Fold(spec, state, Ended(0, RunStatus.Completed, 1));
        Assert.IsType<SweepWish.Nothing>(SweepMachine.Wish(spec, state));
        var started = state.Created;
        state = Fold(spec, state, Ended(1, RunStatus.Completed, 1));
        Assert.Equal(started, state.Created);
        for (var trial = 2; trial < started; trial++) state = Fold(spec, state, Ended(trial, RunStatus.Completed));
        Assert.Equal("budget.seconds of 0.5 is used up", Assert.IsType<SweepPhase.Over>(state.Phase).Reason);
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void So_many_failures_end_the_sweep_and_one_fewer_does_not(int limit)
    {
        var spec = Sample.Spec();
        spec = spec with { Failures = spec.Failures with { StopAfter = limit } };
        var state = Fold(spec, Begun(spec), Ended(0, RunStatus.Completed));
        for (var trial = 1; trial < limit; trial++) state = Fold(spec, state, Ended(trial, RunStatus.Failed));
        Assert.IsType<SweepPhase.Active>(state.Phase);
        state = Fold(spec, state, Ended(limit, RunStatus.Failed));
        Assert.Equal(SweepStatus.Failed, Assert.IsType<SweepPhase.Ending>(state.Phase).Status);
        Assert.Equal($"{limit} runs failed and failures.stop_after is {limit}", state.Phase.PublicReason);
    }

    [Theory]
    [InlineData(RunStatus.Failed, true), InlineData(RunStatus.Completed, false), InlineData(RunStatus.Pruned, false)]
    public void A_sweep_ends_if_its_first_runs_all_fail_and_goes_on_if_one_of_them_does_not(RunStatus first, bool ends)
    {
        var spec = Sample.Spec();
        spec = spec with { Failures = spec.Failures with { StopIfFirst = 3 } };
        var state = Fold(spec, Begun(spec), Ended(0, first), Ended(1, RunStatus.Failed));
        Assert.IsType<SweepPhase.Active>(state.Phase);
        state = Fold(spec, state, Ended(2, RunStatus.Failed), Ended(3, RunStatus.Failed));
        Assert.Equal(ends, state.Phase is SweepPhase.Ending { Status: SweepStatus.Failed });
    }

    [Fact]
    public void A_search_that_ends_early_says_why()
    {
        var spec = Sample.Spec();
        var state = SweepMachine.Apply(spec, SweepState.Initial, new SweepEvent.Begun(At), At).State;
        state = SweepMachine.Apply(spec, state, new SweepEvent.TrialProposed(0, new Suggestion.Exhausted { Why = "every point has been tried" }), At).State;
        Assert.Equal(new SweepPhase.Over(SweepStatus.Completed, "every point has been tried"), state.Phase);
    }

    private static Budget Target(double value) => new(null, null, null, null) { Target = value };

    private static TellRow Tell(int trial, int replicate, TellKind kind, double loss) => new(new RunId("s", trial, replicate), 0, At, kind, 1, Sample.Observation(1, loss));

    private static SweepEvent.RunFinished Ended(int trial, RunStatus status, int iteration = 0)
        => new(new RunSummary(new RunId("s", trial, 0), status, status is RunStatus.Failed ? FailureCause.NonFinite : null, 1, iteration > 0 ? Sample.Observation(iteration, 1) : null));

    private static SweepState Begun(SweepSpec spec) => Fold(spec, SweepState.Initial, new SweepEvent.Begun(At));

    /// <summary>With a sampler that always has another trial.</summary>
    private static SweepState Fold(SweepSpec spec, SweepState state, params ReadOnlySpan<SweepEvent> events)
    {
        foreach (var happened in events)
        {
            state = SweepMachine.Apply(spec, state, happened, At).State;
            while (SweepMachine.Wish(spec, state) is SweepWish.Opening { MayBegin: true } opening)
                state = SweepMachine.Apply(spec, state, opening.Open is { } open
                    ? new SweepEvent.RunAdmitted(new RunId("s", open.Number, open.NextReplicate), RungAnswer.ToTheEnd)
                    : new SweepEvent.TrialProposed(opening.NextTrial, new Suggestion.Point([])), At).State;
        }
        return state;
    }
}
