using System.Text.Json;
using CsCheck;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Sweeps;

public sealed class SweepMachineTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_comes_twice_or_out_of_order_every_run_is_counted_once_as_what_it_became()
        => Gen.Select(Gen.Int[0, 9999].Array[0, 120], Gen.Int[1, 3], Gen.Int[0, 40], Gen.Long[1, 60]).Sample(
            (schedule, replicates, trials, budget) =>
            {
                var world = new SweepWorld(Sample.Spec(replicates: replicates, runs: budget > 50 ? null : budget), trials, skipEvery: 3);
                world.Begin();
                foreach (var choice in schedule) world.Step(choice);
                world.Settle();
                Assert.Equal(world.State.Completed, world.Runs.Values.LongCount(r => r.Status == RunStatus.Completed));
                Assert.Equal(world.State.Failed, world.Runs.Values.LongCount(r => r.Status == RunStatus.Failed));
                Assert.Equal(world.State.Cancelled, world.Runs.Values.LongCount(r => r.Status == RunStatus.Cancelled));
                Assert.Equal(world.State.Pruned, world.Runs.Values.LongCount(r => r.Status == RunStatus.Pruned));
                Assert.Equal(world.State.Created, world.Runs.Count);
                Assert.Equal(world.State.Told, world.Tells.Count);
                Assert.DoesNotContain(world.Runs.Values, r => r.Status is RunStatus.Queued or RunStatus.Paused);
            },
            iter: 3_000);

    [Theory]
    [InlineData(1, 100)]
    [InlineData(3, 7)]
    [InlineData(3, 100)]
    public void All_replicates_of_all_trials_run_within_the_window(int replicates, int trials)
    {
        var world = new SweepWorld(Sample.Spec(replicates: replicates), trials);
        world.Begin();
        Assert.Equal(Math.Min(SweepLimits.Window, replicates * trials), world.State.InFlight.Length);
        world.Settle();
        Assert.Equal(replicates * trials, world.Runs.Count);
        Assert.Equal(new SweepPhase.Over(SweepStatus.Completed, null), world.State.Phase);
    }

    [Theory]
    [InlineData("tpe", null, SweepLimits.LearningWindow)]
    [InlineData("tpe", 8, 8)]
    [InlineData("random", null, SweepLimits.Window)]
    [InlineData("random", 2, 2)]
    [InlineData("random", 64, 64)]
    public void A_search_that_learns_asks_for_points_late_and_a_limit_of_ones_own_goes_first(string kind, int? limit, int inFlight)
    {
        var spec = Sample.Spec(replicates: 1);
        var world = new SweepWorld(spec with { Search = spec.Search with { Kind = kind, MaxParallel = limit } }, 100);
        world.Begin();
        Assert.Equal(inFlight, world.State.InFlight.Length);
        world.Settle();
        Assert.Equal(100, world.Runs.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(33)]
    public void A_budget_of_runs_is_met_exactly(long budget)
    {
        var world = new SweepWorld(Sample.Spec(replicates: 3, runs: budget), 1000);
        world.Begin();
        world.Settle();
        Assert.Equal(budget, world.Runs.Count);
        Assert.Contains("budget.runs", ((SweepPhase.Over)world.State.Phase).Reason);
    }

    [Fact]
    public void A_budget_of_evaluations_ends_the_sweep_when_finished_runs_have_used_it()
    {
        var spec = Sample.Spec() with { Budget = new Budget(null, 500, null, null) };
        var state = Begun(spec);
        var started = state.InFlight.Length;
        for (var trial = 0; state.Phase is SweepPhase.Active; trial++) state = Fold(spec, state, Completed(trial, Sample.Observation(10, 1)));
        Assert.Equal(started + 1, state.Created);
        Assert.Contains("budget.nfe", state.Phase.PublicReason);
    }

    [Fact]
    public void A_wall_budget_counts_served_time_only_and_stops_what_runs()
    {
        var spec = Sample.Spec() with { Budget = new Budget(null, null, TimeSpan.FromMinutes(1), null) };
        var state = Begun(spec);
        var night = At.AddHours(9);
        state = SweepMachine.Apply(spec, state, new SweepEvent.Woken(), night).State;
        Assert.IsType<SweepPhase.Active>(state.Phase);
        for (var i = 1; i <= 5; i++) state = SweepMachine.Apply(spec, state, new SweepEvent.Woken(), night.AddSeconds(10 * i)).State;
        Assert.IsType<SweepPhase.Active>(state.Phase);
        var last = SweepMachine.Apply(spec, state, new SweepEvent.Woken(), night.AddSeconds(60));
        Assert.IsType<SweepPhase.Ending>(last.State.Phase);
        Assert.Equal(state.InFlight.Length, last.Effects.OfType<SweepEffect.CancelRun>().Count());
        Assert.True(last.Durable);
    }

    [Fact]
    public void The_first_failure_ends_a_sweep_that_is_told_to_stop_on_failure()
    {
        var world = new SweepWorld(Sample.Spec(onFailure: OnFailure.Stop), 1000);
        world.Begin();
        world.Settle();
        Assert.Equal(SweepStatus.Failed, ((SweepPhase.Over)world.State.Phase).Status);
        Assert.True(world.State.Cancelled > 0);
        Assert.True(world.Runs.Count < 1000);
    }

    [Fact]
    public void A_retry_repeats_failed_runs_of_the_cause_asked_for_and_no_others()
    {
        var spec = Sample.Spec(runs: 3);
        var state = Fold(spec, Begun(spec), Failed(0, FailureCause.NonFinite, 1), Failed(1, FailureCause.MaxSteps, 1), Completed(2, null));
        Assert.IsType<SweepPhase.Over>(state.Phase);
        state = Fold(spec, state, new SweepEvent.RetryRequested(FailureCause.MaxSteps));
        var pass = Assert.IsType<SweepWish.FailedRun>(SweepMachine.Wish(spec, state)).Pass;
        Assert.Equal([FailureCause.MaxSteps], pass.Causes.AsEnumerable());
        var found = SweepMachine.Apply(spec, state, new SweepEvent.FailedRunFound(new FailedRun(new RunId("s", 1, 0), 1, FailureCause.MaxSteps)), At);
        Assert.Equal([new SweepEffect.RetryRun(1, 0, 1)], found.Effects.AsEnumerable());
        state = Fold(spec, found.State, new SweepEvent.FailedRunFound(null), Failed(1, FailureCause.MaxSteps, 1));
        Assert.Equal((1, 1, 1), (state.InFlight.Length, state.Failed, state.Completed));
        state = Fold(spec, state, Completed(1, null));
        Assert.Equal((0, 1, 2), (state.InFlight.Length, state.Failed, state.Completed));
        Assert.IsType<SweepPhase.Over>(state.Phase);
    }

    [Fact]
    public void A_woken_sweep_wakes_what_is_in_flight_and_writes_nothing()
    {
        var spec = Sample.Spec(runs: 3);
        var state = Fold(spec, Begun(spec), Completed(1, null));
        var woken = SweepMachine.Apply(spec, state, new SweepEvent.Woken(), At);
        Assert.Equal([new SweepEffect.WakeRun(0, 0), new SweepEffect.WakeRun(2, 0)], woken.Effects.AsEnumerable());
        Assert.False(woken.Durable);
    }

    [Fact]
    public void The_stored_state_does_not_grow_with_the_sweep_and_reads_back()
    {
        var spec = Sample.Spec();
        var state = Begun(spec);
        var before = Stored(state).Length;
        for (var trial = 0; trial < 500; trial++) state = Fold(spec, state, Completed(trial, Sample.Observation(1, 1)));
        Assert.Equal(500, state.Completed);
        var text = Stored(state);
        Assert.True(text.Length < before + 200, $"{before} characters at the start, {text.Length} after 500 runs");
        Assert.Equal(text, Stored(JsonSerializer.Deserialize<ActorRecord<SweepBook, SweepEffect>>(text, LedgerJson.Options)!.State!.Sweep));
    }

    private static string Stored(SweepState state) => JsonSerializer.Serialize(
        new ActorRecord<SweepBook, SweepEffect> { Schema = 1, State = new SweepBook { Sweep = state }, Outbox = [new(1, new SweepEffect.StartRun(1, 2, 3, []))] }, LedgerJson.Options);

    private static SweepEvent.RunFinished Completed(int trial, Observation? last) => new(new RunSummary(new RunId("s", trial, 0), RunStatus.Completed, null, 1, last));

    private static SweepEvent.RunFinished Failed(int trial, FailureCause cause, int attempts) => new(new RunSummary(new RunId("s", trial, 0), RunStatus.Failed, cause, attempts, null));

    private static SweepEvent Use(SweepWish.Opening opening) => opening.Open is { } open
        ? new SweepEvent.RunAdmitted(new RunId("s", open.Number, open.NextReplicate), RungAnswer.ToTheEnd)
        : new SweepEvent.TrialProposed(opening.NextTrial, new Suggestion.Point([]));

    private static SweepState Begun(SweepSpec spec) => Fold(spec, SweepState.Initial, new SweepEvent.Begun(At));

    /// <summary>With a sampler that always has another trial.</summary>
    private static SweepState Fold(SweepSpec spec, SweepState state, params ReadOnlySpan<SweepEvent> events)
    {
        foreach (var happened in events)
        {
            state = SweepMachine.Apply(spec, state, happened, At).State;
            while (SweepMachine.Wish(spec, state) is SweepWish.Opening { MayBegin: true } opening) state = SweepMachine.Apply(spec, state, Use(opening), At).State;
        }
        return state;
    }
}
