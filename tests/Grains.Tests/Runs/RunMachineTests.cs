using System.Text.Json;
using CsCheck;
using Orchestrator.Grains.Actors;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Ledger;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Runs;

public sealed class RunMachineTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunPlan Plan = Sample.Plan(new RunId("s", 1, 0));

    [Fact]
    public void Whatever_comes_twice_or_out_of_order_a_cancelled_run_ends_tells_its_sweep_once_and_keeps_no_lease()
        => Gen.Int[0, 9999].Array[0, 60].Sample(
            schedule =>
            {
                var world = new RunWorld();
                foreach (var choice in schedule) world.Step(choice);
                world.CancelAndSettle();
                Assert.IsType<RunPhase.Finished>(world.State.Phase);
                Assert.Equal(world.TimesFinished, world.TimesTold);
                Assert.Equal(world.TimesSetAside, world.TimesToldSetAside);
                Assert.Empty(world.Kept);
            },
            iter: 20_000);

    [Fact]
    public void A_run_that_is_granted_reported_and_ended_is_completed()
    {
        var state = Fold(Granted(1), Reported(1, 5), new RunEvent.Ended(Lease(1), new Outcome.Completed("fit")));
        var row = RunRows.Run(Plan, state);
        Assert.Equal((RunStatus.Completed, "fit", 1, 5), (row.Status, row.Fit, row.Attempts, row.Last!.Iteration));
        Assert.Equal(new Outcome.Completed("fit"), ((RunPhase.Finished)state.Phase).Outcome);
    }

    [Fact]
    public void A_withdrawn_run_can_be_revived_and_a_late_copy_of_the_withdrawal_does_not_end_it()
    {
        var withdrawn = Fold(new RunEvent.WithdrawalRequested(1));
        Assert.IsType<RunPhase.Finished>(withdrawn.Phase);
        var revived = Apply(withdrawn, new RunEvent.RevivalRequested(2));
        Assert.Equal([new RunEffect.RequestLease(2)], revived.Effects);
        Assert.Equal(revived.State, Apply(revived.State, new RunEvent.WithdrawalRequested(1)).State);
        var again = Apply(revived.State, new RunEvent.WithdrawalRequested(3)).State;
        Assert.IsType<RunPhase.Finished>(again.Phase);
        Assert.Equal(again, Apply(again, new RunEvent.RevivalRequested(2)).State);
    }

    [Fact]
    public void A_run_that_is_woken_at_its_end_tells_its_sweep_again()
    {
        var over = Fold(Granted(1), Reported(1, 5), new RunEvent.Ended(Lease(1), new Outcome.Completed("fit")));
        var woken = Apply(over, new RunEvent.Woken());
        Assert.Equal([new RunEffect.TellSweep()], woken.Effects);
        Assert.Equal((over, false), (woken.State, woken.Durable));
    }

    [Fact]
    public void A_run_that_its_own_rules_stopped_is_over_gives_its_device_back_and_says_why()
    {
        var ended = Apply(Fold(Granted(1), Reported(1, 5, checkpoint: true)), new RunEvent.Ended(Lease(1), new Outcome.Pruned("too many evaluations")));
        Assert.Equal([new RunEffect.ReleaseLease(Lease(1)), new RunEffect.TellSweep()], ended.Effects);
        Assert.Equal("pruned", ended.Attempts.Single().End);
        var summary = RunRows.Summary(Plan, ended.State);
        Assert.Equal((RunStatus.Pruned, "too many evaluations", 5), (summary.Status, summary.Why, summary.Last!.Iteration));
        Assert.Equal("too many evaluations", RunRows.Run(Plan, ended.State).Message);
    }

    [Fact]
    public void A_run_that_its_own_rules_stopped_while_it_was_to_be_set_aside_is_over()
    {
        var pausing = Fold(Granted(1), Reported(1, 5), new RunEvent.Judged(Lease(1), 5, new RungAnswer(RungVerdict.Pause, null, null)));
        Assert.Equal(RunStatus.Pruned, RunRows.Status(Apply(pausing, new RunEvent.Ended(Lease(1), new Outcome.Pruned("x"))).State.Phase));
    }

    [Fact]
    public void An_attempt_that_its_worker_refuses_is_noted_as_such_and_the_run_asks_again()
    {
        var refused = Apply(Fold(Granted(1)), new RunEvent.Refused(Lease(1)));
        Assert.Equal("refused", Assert.Single(refused.Attempts).End);
        Assert.Equal([new RunEffect.ReleaseLease(Lease(1)), new RunEffect.RequestLease(2)], refused.Effects);
        Assert.False(Apply(Fold(Granted(1), new RunEvent.Refused(Lease(1)), Granted(2)), new RunEvent.Refused(Lease(1))).Durable);
    }

    [Fact]
    public void A_run_that_takes_over_goes_on_from_the_new_checkpoint_once()
    {
        var paused = Fold(Granted(1), Reported(1, 5, checkpoint: true), Paused(1, 5), new RunEvent.Ended(Lease(1), new Outcome.Interrupted()));
        var handed = new CheckpointRef(Plan.Id, 1, 5, "joined");
        var queued = Apply(paused, new RunEvent.TakenOver(7, 10, handed));
        Assert.Equal([new RunEffect.RequestLease(2)], queued.Effects);
        Assert.Equal((10.0, handed), (queued.State.NextRung!.Value, queued.State.Checkpoint));
        Assert.Equal(queued.State, Apply(queued.State, new RunEvent.TakenOver(7, 10, handed)).State);
        var again = Fold(queued.State, Granted(2), Paused(2, 10), new RunEvent.Ended(Lease(2), new Outcome.Interrupted()));
        Assert.False(Apply(again, new RunEvent.TakenOver(7, 10, handed)).Durable);
    }

    // A source whose last iterations were lost with its machine was taken over as it had been before them.
    [Theory, InlineData("lost"), InlineData("failed")]
    public void A_run_that_others_take_over_from_is_set_aside_with_the_checkpoint_of_the_judged_iteration(string end)
    {
        var plan = Plan with { HoldsAtRungs = true, FirstRung = 8, Retries = Plan.Retries.SetItem(FailureCause.OutOfMemory, 1) };
        RunEvent ended = end == "lost" ? new RunEvent.LeaseLost(Lease(1)) : new RunEvent.Ended(Lease(1), new Outcome.Failed(FailureCause.OutOfMemory, "x"));
        var pausing = Fold(Granted(1), Reported(1, 5, checkpoint: true), Reported(1, 8), Paused(1, 8));
        var back = RunMachine.Apply(plan, pausing, ended, At);
        Assert.IsType<RunPhase.Queued>(back.State.Phase);
        Assert.Equal((8.0, 5), (back.State.NextRung!.Value, back.State.Checkpoint!.Iteration));
        Assert.DoesNotContain(new RunEffect.TellSweep(), back.Effects);
        var attempt = back.State.Attempt;
        var aside = Fold(back.State, Granted(attempt), Reported(attempt, 8, checkpoint: true), Paused(attempt, 8));
        Assert.Contains(new RunEffect.TellSweep(), RunMachine.Apply(plan, aside, new RunEvent.LeaseLost(Lease(attempt)), At).Effects);
    }

    [Fact]
    public void A_lost_device_resumes_from_the_last_checkpoint_three_times_and_then_fails()
    {
        var state = Fold(Granted(1), Reported(1, 5, checkpoint: true));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var lost = Apply(state, new RunEvent.LeaseLost(Lease(attempt)));
            Assert.Equal([new RunEffect.RequestLease(attempt + 1)], lost.Effects);
            Assert.Equal("lost", lost.Attempts.Single().End);
            var granted = Apply(lost.State, Granted(attempt + 1));
            Assert.Equal(5, granted.Effects.OfType<RunEffect.BeginRun>().Single().ResumeFrom!.Iteration);
            Assert.Equal(5, granted.Attempts.Single().ResumedAtIteration);
            state = granted.State;
        }
        var end = Apply(state, new RunEvent.LeaseLost(Lease(4)));
        Assert.Equal(FailureCause.DeviceLost, ((Outcome.Failed)((RunPhase.Finished)end.State.Phase).Outcome).Cause);
        Assert.Contains(new RunEffect.TellSweep(), end.Effects);
    }

    [Theory]
    [InlineData(FailureCause.StepSizeUnderflow, 0)]
    [InlineData(FailureCause.MaxSteps, 0)]
    [InlineData(FailureCause.NonFinite, 0)]
    [InlineData(FailureCause.NonlinearDivergence, 0)]
    [InlineData(FailureCause.LossNonFinite, 0)]
    [InlineData(FailureCause.OutOfMemory, 0)]
    [InlineData(FailureCause.WorkloadError, 0)]
    [InlineData(FailureCause.TimedOut, 0)]
    [InlineData(FailureCause.Internal, 1)]
    [InlineData(FailureCause.DeviceLost, 3)]
    public void The_cause_alone_decides_how_often_a_failed_attempt_is_repeated(FailureCause cause, int retries)
    {
        var state = Fold();
        for (var attempt = 1; attempt <= retries + 1; attempt++)
        {
            Assert.IsType<RunPhase.Queued>(state.Phase);
            state = Fold(state, Granted(attempt), new RunEvent.Ended(Lease(attempt), new Outcome.Failed(cause, "x")));
        }
        Assert.Equal(cause, ((Outcome.Failed)Assert.IsType<RunPhase.Finished>(state.Phase).Outcome).Cause);
        Assert.Equal(retries + 1, state.Executed);
    }

    [Fact]
    public void An_interruption_uses_up_no_retry()
    {
        var state = Fold();
        for (var attempt = 1; attempt <= 20; attempt++) state = Fold(state, Granted(attempt), new RunEvent.Ended(Lease(attempt), new Outcome.Interrupted()));
        Assert.IsType<RunPhase.Queued>(state.Phase);
        Assert.Empty(state.RetriesUsed);
    }

    [Fact]
    public void What_a_superseded_attempt_says_changes_nothing()
    {
        var state = Fold(Granted(1), new RunEvent.LeaseLost(Lease(1)), Granted(2), Reported(2, 7));
        foreach (var late in (RunEvent[])[Reported(1, 99, checkpoint: true), new RunEvent.Ended(Lease(1), new Outcome.Completed("zombie")), new RunEvent.LeaseLost(Lease(1))])
            Assert.Equal(RunTransition.None(state).State, Apply(state, late).State);
    }

    [Fact]
    public void A_cancelled_run_keeps_its_device_until_the_worker_has_let_go()
    {
        var cancelled = Apply(Fold(Granted(1), Reported(1, 2)), new RunEvent.CancelRequested());
        Assert.Equal([new RunEffect.StopRun(Lease(1), StopReason.Cancelled)], cancelled.Effects);
        var ended = Apply(cancelled.State, new RunEvent.Ended(Lease(1), new Outcome.Cancelled()));
        Assert.Contains(new RunEffect.ReleaseLease(Lease(1)), ended.Effects);
        Assert.Equal(RunStatus.Cancelled, RunRows.Status(ended.State.Phase));
    }

    [Fact]
    public void A_retry_starts_over_with_a_fresh_allowance_and_a_late_copy_of_it_does_nothing()
    {
        var failed = Fold(Granted(1), Reported(1, 5, checkpoint: true), new RunEvent.Ended(Lease(1), new Outcome.Failed(FailureCause.NonFinite, "x")));
        var retried = Apply(failed, new RunEvent.RetryRequested(1));
        Assert.Equal((2, null, null), (retried.State.Attempt, retried.State.Checkpoint, retried.State.Last));
        var again = Fold(retried.State, Granted(2), new RunEvent.Ended(Lease(2), new Outcome.Failed(FailureCause.NonFinite, "x")));
        Assert.Equal(again, Apply(again, new RunEvent.RetryRequested(1)).State);
    }

    [Fact]
    public void What_is_stored_reads_back_in_every_phase()
    {
        var states = (RunState[])
        [
            RunState.Initial, Fold(), Fold(Granted(1)), Fold(Granted(1), Reported(1, 5, checkpoint: true, loss: double.NaN)),
            Fold(Granted(1), new RunEvent.CancelRequested()), Fold(Granted(1), new RunEvent.LeaseLost(Lease(1))),
            Fold(Granted(1), new RunEvent.Ended(Lease(1), new Outcome.Failed(FailureCause.MaxSteps, "why"))),
        ];
        foreach (var state in states)
        {
            var record = new ActorRecord<RunBook, RunEffect>
            {
                Schema = 1,
                State = new RunBook { Plan = Plan, Run = state },
                NextEntry = 8,
                Outbox = [new(6, new RunEffect.BeginRun(Lease(1), state.Checkpoint)), new(7, new RunEffect.TellSweep())],
            };
            var text = JsonSerializer.Serialize(record, LedgerJson.Options);
            var read = JsonSerializer.Deserialize<ActorRecord<RunBook, RunEffect>>(text, LedgerJson.Options)!;
            Assert.Equal(text, JsonSerializer.Serialize(read, LedgerJson.Options));
            Assert.Equal(state.Phase, read.State!.Run.Phase);
            Assert.Equal(record.Outbox.AsEnumerable(), read.Outbox);
            Assert.DoesNotContain("Orchestrator.", text);
        }
    }

    private static Lease Lease(int attempt) => new(Plan.Id, attempt, 100 + attempt, "w", "cpu", false) { Slots = 1 };

    private static RunEvent.Granted Granted(int attempt) => new(Lease(attempt));

    private static RunEvent.Reported Reported(int attempt, int iteration, bool checkpoint = false, double loss = 1) => new(
        Lease(attempt),
        new Progress(iteration, [Sample.Observation(iteration, loss)], checkpoint ? new CheckpointRef(Plan.Id, 100 + attempt, iteration, "00") : null));

    private static RunEvent.Judged Paused(int attempt, int iteration) => new(Lease(attempt), iteration, new RungAnswer(RungVerdict.Pause, null, null));

    private static RunTransition Apply(RunState state, RunEvent happened) => RunMachine.Apply(Plan, state, happened, At);

    private static RunState Fold(params ReadOnlySpan<RunEvent> events) => Fold(Apply(RunState.Initial, new RunEvent.Started()).State, events);

    private static RunState Fold(RunState state, params ReadOnlySpan<RunEvent> events)
    {
        foreach (var happened in events) state = Apply(state, happened).State;
        return state;
    }
}
