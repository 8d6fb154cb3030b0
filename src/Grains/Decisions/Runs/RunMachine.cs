using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Runs;

/// <summary>
/// The whole life of a run. A lease is the fence: whatever carries another lease than the one held changes nothing, except that
/// a lease granted in vain is given back.
/// </summary>
internal static class RunMachine
{
    public static RunTransition Apply(RunPlan plan, RunState state, RunEvent happened, DateTimeOffset at) => (state.Phase, happened) switch
    {
        // Who starts it asks for its lease, so that runs queue in the order of their sweep.
        (RunPhase.Unplanned, RunEvent.Started)
            => RunTransition.Changed(state with { Phase = new RunPhase.Queued(), Attempt = 1, QueuedAt = at, AttemptQueuedAt = at, NextRung = plan.FirstRung }),

        (RunPhase.Queued, RunEvent.Granted g) when g.Lease.Attempt == state.Attempt => Take(state, g.Lease, at),
        ({ Held: { } held }, RunEvent.Granted g) when g.Lease == held => RunTransition.None(state),
        (_, RunEvent.Granted g) => new(state, [new RunEffect.ReleaseLease(g.Lease)], [], true),

        ({ Held: { } held }, RunEvent.Reported r) when r.Lease == held => Progressed(state, r.Lease, r.Progress),
        ({ Held: { } held }, RunEvent.Judged j) when j.Lease == held => RunHolding.Judge(state with { JudgedIteration = j.Iteration }, j.Answer),
        ({ Held: { } held }, RunEvent.Ended e) when e.Lease == held => AfterAttempt(plan, state, e.Outcome, RunRows.Attempt(state, e.Lease, RunRows.EndText(e.Outcome), at)),
        ({ Held: { } held }, RunEvent.Refused r) when r.Lease == held => AfterAttempt(plan, state, new Outcome.Interrupted(), RunRows.Attempt(state, r.Lease, RunRows.Refused, at)),
        ({ Held: { } held }, RunEvent.LeaseLost l) when l.Lease == held => AfterLoss(plan, state, l.Lease, at),

        (RunPhase.Queued, RunEvent.CancelRequested) => Finish(state, new Outcome.Cancelled(), at, [new RunEffect.WithdrawRequest(state.Attempt)], []),
        (RunPhase.Paused, RunEvent.CancelRequested) => Finish(state, new Outcome.Cancelled(), at, [], []),
        ({ Held: { } held } and not RunPhase.Stopping, RunEvent.CancelRequested) => Stop(state, held),
        (RunPhase.Queued, RunEvent.WithdrawalRequested w) when RunHolding.MayWithdraw(state, w.Order)
            => Finish(state, new Outcome.Cancelled(), at, [new RunEffect.WithdrawRequest(state.Attempt)], []),
        (RunPhase.Paused, RunEvent.WithdrawalRequested w) when RunHolding.MayWithdraw(state, w.Order) => Finish(state, new Outcome.Cancelled(), at, [], []),

        (RunPhase.Queued or RunPhase.Leased or RunPhase.Running, RunEvent.PauseRequested p) when p.Order > state.Order
            => RunHolding.Pause(state with { Order = p.Order }),
        (RunPhase.Pausing { By: PausedBy.Person } p, RunEvent.ReleaseRequested r) when r.Order > state.Order
            => RunTransition.Changed(state with { Order = r.Order, Phase = new RunPhase.Running(p.Lease) }),
        (RunPhase.Paused { By: PausedBy.Person }, RunEvent.ReleaseRequested r) when r.Order > state.Order
            => Queue(state with { Order = r.Order, Attempt = state.Attempt + 1 }, at, []),
        (RunPhase.Paused { By: PausedBy.Scheduler }, RunEvent.TakenUp t) when t.Order > state.Order
            => Queue(state with { Order = t.Order, Attempt = state.Attempt + 1, NextRung = t.NextRung }, at, []),
        (_, RunEvent.TakenOver t) when RunHolding.MayTakeOver(state, t.Order)
            => Queue(state with { Order = t.Order, Attempt = state.Attempt + 1, NextRung = t.NextRung, Checkpoint = t.Checkpoint }, at, []),
        (RunPhase.Paused, RunEvent.PruneRequested p) when p.Order > state.Order
            => Finish(state with { Order = p.Order }, new Outcome.Pruned(p.Why), at, [], []),

        (RunPhase.Finished { Outcome: Outcome.Failed }, RunEvent.RetryRequested r) when r.AfterAttempts == state.Executed => StartOver(plan, state, at),
        (RunPhase.Finished { Outcome: Outcome.Cancelled }, RunEvent.RevivalRequested r) when state.Executed == 0 && r.Order > state.Order
            => StartOver(plan, state with { Order = r.Order }, at),

        (RunPhase.Queued, RunEvent.Woken) => new(state, [new RunEffect.RequestLease(state.Attempt)], [], false),
        ({ Held: { } held }, RunEvent.Woken) => new(state, [new RunEffect.ConfirmLease(held)], [], false),
        // A sweep wakes only runs that it still counts on: whatever became of the message, it has not heard.
        (RunPhase.Finished or RunPhase.Paused { By: PausedBy.Scheduler }, RunEvent.Woken) => new(state, [new RunEffect.TellSweep()], [], false),

        _ => RunTransition.None(state),
    };

    private static RunTransition Queue(RunState state, DateTimeOffset at, ImmutableArray<RunEffect> before, params ImmutableArray<AttemptRow> attempts)
        => new(
            state with { Phase = new RunPhase.Queued(), AttemptQueuedAt = at, AttemptStartedAt = null },
            [.. before, new RunEffect.RequestLease(state.Attempt)], attempts, true);

    private static RunTransition Take(RunState state, Lease lease, DateTimeOffset at)
    {
        var resumedAt = state.Checkpoint?.Iteration ?? 0;
        var taken = state with
        {
            Phase = new RunPhase.Leased(lease),
            Executed = state.Executed + 1,
            AttemptStartedAt = at,
            ResumedAtIteration = resumedAt,
            Iteration = resumedAt,
            Device = lease.Device,
            Exclusive = lease.Exclusive && (state.Exclusive || state.Checkpoint is null),
        };
        return new(taken, [new RunEffect.BeginRun(lease, state.Checkpoint)], [RunRows.Attempt(taken, lease, "running", null)], true);
    }

    private static RunTransition Progressed(RunState state, Lease lease, Progress progress)
    {
        var next = state with
        {
            Phase = state.Phase is RunPhase.Leased ? new RunPhase.Running(lease) : state.Phase,
            Iteration = progress.Iteration,
            Last = progress.Observations.IsDefaultOrEmpty ? state.Last : progress.Observations[^1],
            Checkpoint = Newer(state.Checkpoint, progress.Checkpoint),
        };
        return new(next, [], [], next.Checkpoint != state.Checkpoint || state.Phase is RunPhase.Leased);
    }

    /// <summary>A repeated message can bring an older checkpoint than the one known; it is gone from the ledger by then.</summary>
    private static CheckpointRef? Newer(CheckpointRef? known, CheckpointRef? told)
        => told is null || (known is not null && known.Iteration >= told.Iteration && known.Epoch >= told.Epoch) ? known : told;

    private static RunTransition AfterAttempt(RunPlan plan, RunState state, Outcome outcome, AttemptRow row)
    {
        var at = row.EndedAt!.Value;
        ImmutableArray<RunEffect> release = [new RunEffect.ReleaseLease(state.Phase.Held!)];
        return outcome switch
        {
            Outcome.Interrupted or Outcome.Cancelled when RunHolding.WantedEnd(state.Phase) is { } end => Finish(state, end, at, release, [row]),
            Outcome.Interrupted or Outcome.Cancelled when state.Phase is RunPhase.Pausing p => SetAside(plan, state, p.By, new Leaving(release, row, at)),
            Outcome.Interrupted => Queue(state with { Attempt = state.Attempt + 1 }, at, release, row),
            Outcome.Failed f when RetryPolicy.Allows(plan, state, f.Cause) => RunHolding.WantedEnd(state.Phase) is { } end
                ? Finish(state, end, at, release, [row])
                : state.Phase is RunPhase.Pausing p ? SetAside(plan, Used(state, f.Cause), p.By, new Leaving(release, row, at)) : Queue(Used(state, f.Cause), at, release, row),
            _ => Finish(state, outcome, at, release, [row]),
        };
    }

    /// <summary>The pool has already taken the lease back: there is nothing to release.</summary>
    private static RunTransition AfterLoss(RunPlan plan, RunState state, Lease lease, DateTimeOffset at)
    {
        var row = RunRows.Attempt(state, lease, "lost", at);
        if (RunHolding.WantedEnd(state.Phase) is { } end) return Finish(state, end, at, [], [row]);
        if (state.Phase is RunPhase.Pausing p) return SetAside(plan, state, p.By, new Leaving([], row, at));
        if (RetryPolicy.Allows(plan, state, FailureCause.DeviceLost)) return Queue(Used(state, FailureCause.DeviceLost), at, [], row);
        var message = $"The worker {lease.Worker} was lost with {lease.Device} in attempt {state.Attempt}, and the "
            + $"{RetryPolicy.Allowance(plan, FailureCause.DeviceLost)} retries for that are used up. Look at the worker's machine, then retry the failed runs.";
        return Finish(state, new Outcome.Failed(FailureCause.DeviceLost, message), at, [], [row]);
    }

    private sealed record Leaving(ImmutableArray<RunEffect> Effects, AttemptRow Attempt, DateTimeOffset At);

    /// <summary>A run that others may take over from is set aside on the very iteration: an attempt that was lost before its checkpoint comes back to it.</summary>
    private static RunTransition SetAside(RunPlan plan, RunState state, PausedBy by, Leaving leaving)
        => by == PausedBy.Scheduler && plan.HoldsAtRungs && state.Checkpoint?.Iteration != state.JudgedIteration
            ? Queue(state with { Attempt = state.Attempt + 1, NextRung = state.JudgedIteration }, leaving.At, leaving.Effects, leaving.Attempt)
            : RunHolding.SetAside(state, by, leaving.Effects, leaving.Attempt);

    private static RunState Used(RunState state, FailureCause cause) => state with
    {
        Attempt = state.Attempt + 1,
        RetriesUsed = state.RetriesUsed.SetItem(cause, state.RetriesUsed.GetValueOrDefault(cause) + 1),
    };

    private static RunTransition Stop(RunState state, Lease lease)
        => new(state with { Phase = new RunPhase.Stopping(lease) }, [new RunEffect.StopRun(lease, StopReason.Cancelled)], [], true);

    private static RunTransition StartOver(RunPlan plan, RunState state, DateTimeOffset at) => Queue(
        state with
        {
            Attempt = state.Attempt + 1,
            RetriesUsed = ImmutableDictionary<FailureCause, int>.Empty,
            Checkpoint = null,
            Last = null,
            Iteration = 0,
            EndedAt = null,
            Exclusive = false,
            NextRung = plan.FirstRung,
            JudgedIteration = 0,
        },
        at, []);

    private static RunTransition Finish(RunState state, Outcome outcome, DateTimeOffset at, ImmutableArray<RunEffect> before, ImmutableArray<AttemptRow> attempts)
        => new(
            state with { Phase = new RunPhase.Finished(outcome), EndedAt = at, Checkpoint = null, NextRung = null },
            [.. before, new RunEffect.TellSweep()], attempts, true);
}
