using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>How a sweep is held, let go and ended.</summary>
internal static class SweepControl
{
    private const string NeverTakenUp = "set aside by the scheduler and not taken up again before the sweep ended";

    /// <summary>Newest first: those that still wait are gone before those that run free their devices.</summary>
    public static SweepTransition Pause(SweepState state) => SweepTransition.Changed(
        state with { Phase = new SweepPhase.Paused(), Order = state.Order + 1 },
        [.. state.InFlight.Reverse().Select(r => new SweepEffect.PauseRun(r.Trial, r.Replicate, state.Order + 1))]);

    public static SweepTransition Resume(SweepState state) => SweepTransition.Changed(
        state with { Phase = new SweepPhase.Active(), Order = state.Order + 1 },
        [.. state.InFlight.Select(r => new SweepEffect.ReleaseRun(r.Trial, r.Replicate, state.Order + 1))]);

    /// <summary>What has begun goes to its end, also where a pause holds it; what never got a device is withdrawn.</summary>
    public static SweepTransition Stop(SweepState state, SweepStatus status, string? reason)
    {
        var withdrawals = state.InFlight.Reverse().Select(r => (SweepEffect)new SweepEffect.WithdrawRun(r.Trial, r.Replicate, state.Order + 1));
        var releases = state.Phase is SweepPhase.Paused ? state.InFlight.Select(r => new SweepEffect.ReleaseRun(r.Trial, r.Replicate, state.Order + 1)) : [];
        return SweepTransition.Changed(
            state with { Phase = new SweepPhase.Finishing(status, reason), Retrying = null, Reviving = null, Order = state.Order + 1 }, [.. withdrawals, .. releases]);
    }

    /// <summary>Because a person wants it. What was withdrawn is taken up again if the sweep is resumed.</summary>
    public static SweepTransition StopOnRequest(SweepState state) => Stop(state with { Stopped = true }, SweepStatus.Completed, "stopped on request");

    /// <summary>A stop is undone, also one that had come to its end: what it withdrew is taken up again, and then the search goes on.</summary>
    public static SweepTransition GoOn(SweepState state) => SweepTransition.Changed(
        state with { Phase = new SweepPhase.Active(), Stopped = false, Reviving = RevivalPass.FromTheStart, EndedAt = null });

    public static SweepTransition Revive(SweepState state, RevivalPass pass, RunId? found, DateTimeOffset at)
    {
        if (found is not { } run) return SweepTransition.Changed(state with { Reviving = null });
        var (trial, replicate) = (run.TrialNumber, run.Replicate);
        if ((trial, replicate).CompareTo((pass.Trial, pass.Replicate)) <= 0) return SweepTransition.None(state);
        var moved = state with { Reviving = new RevivalPass(trial, replicate) };
        if (state.Find(run) is not null) return SweepTransition.Changed(moved);
        var told = SweepCounting.Tell(moved, new TellRow(run, state.Told, at, TellKind.Repeated, 0, null));
        var order = state.Order + 1;
        return told with
        {
            State = told.State with { InFlight = state.InFlight.Add(new InFlightRun(trial, replicate, 0) { Since = order }), Cancelled = state.Cancelled - 1, Order = order },
            Effects = [new SweepEffect.ReviveRun(trial, replicate, order)],
        };
    }

    /// <summary>Nobody is compared any more where what runs shall be trained to its end.</summary>
    public static bool TrainsToTheEnd(SweepState state) => state.Phase is SweepPhase.Finishing;

    /// <summary>The target ends the search. While a person holds the sweep it is only noted: resuming then goes to the end.</summary>
    public static SweepTransition Reach(SweepSpec spec, SweepState state, TrialScore trial)
    {
        var reached = state with { Reached = trial };
        return state.Phase switch
        {
            SweepPhase.Active => Stop(reached, SweepStatus.Completed, SweepBudget.Reason(spec, reached)),
            SweepPhase.Over over => SweepTransition.Changed(reached with { Phase = over with { Reason = SweepBudget.Reason(spec, reached) } }),
            _ => SweepTransition.Changed(reached),
        };
    }

    /// <summary>Null: the failures so far are within what the sweep allows.</summary>
    public static string? TooManyFailures(FailurePolicy policy, SweepState state)
    {
        if (state.Failed >= policy.StopAfter) return $"{state.Failed} runs failed and failures.stop_after is {policy.StopAfter}";
        return state.Failed >= policy.StopIfFirst && state.Failed == state.Finished
            ? $"the first {state.Failed} runs all failed and failures.stop_if_first is {policy.StopIfFirst}"
            : null;
    }

    /// <summary>Stop everything now.</summary>
    public static SweepTransition End(SweepState state, SweepStatus status, string? reason) => SweepTransition.Changed(
        state with { Phase = new SweepPhase.Ending(status, reason), Retrying = null, Reviving = null },
        [.. state.InFlight.Reverse().Select(r => new SweepEffect.CancelRun(r.Trial, r.Replicate))]);

    /// <summary>A run that was set aside comes back into the window to be told how it ended. A member of a population only waits for the others: it is trained to its end alone.</summary>
    public static SweepTransition EndPaused(SweepSpec spec, SweepState state, PausedRun found, DateTimeOffset at)
    {
        var (trial, replicate) = (found.Run.TrialNumber, found.Run.Replicate);
        var told = SweepCounting.Tell(state, new TellRow(found.Run, state.Told, at, TellKind.Resumed, found.Attempts, null));
        var back = told.State with
        {
            Paused = state.Paused - 1,
            Order = state.Order + 1,
            InFlight = state.InFlight.Add(new InFlightRun(trial, replicate, found.Attempts) { Counted = found.Evaluations, CountedSeconds = found.Seconds }),
        };
        SweepEffect end = state.Phase switch
        {
            SweepPhase.Ending { Status: SweepStatus.Cancelled } => new SweepEffect.CancelRun(trial, replicate),
            SweepPhase.Finishing when Schedulers.Of(spec) == Schedulers.Pbt && SweepBudget.AllowsTakingUp(spec, state) => new SweepEffect.TakeUpRun(trial, replicate, back.Order, null),
            SweepPhase.Finishing { PausedRunsWhy: { } why } => new SweepEffect.PruneRun(trial, replicate, back.Order, why),
            _ => new SweepEffect.PruneRun(trial, replicate, back.Order, NeverTakenUp),
        };
        return told with { State = back, Effects = [end] };
    }

    /// <summary>A wall budget is noticed at any event, also one that changes nothing else. Null: it is not used up.</summary>
    public static SweepTransition? LimitWall(SweepSpec spec, SweepTransition transition)
        => transition.State.Phase is SweepPhase.Active && SweepBudget.WallSpent(spec, transition.State)
            ? End(transition.State, SweepStatus.Completed, SweepBudget.Reason(spec, transition.State)).After(transition)
            : null;
}
