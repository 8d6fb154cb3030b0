using Orchestrator.Grains.Interfaces.Reports;
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
        var withdrawals = state.InFlight.Reverse().Select(r => (SweepEffect)new SweepEffect.WithdrawRun(r.Trial, r.Replicate));
        var releases = state.Phase is SweepPhase.Paused ? state.InFlight.Select(r => new SweepEffect.ReleaseRun(r.Trial, r.Replicate, state.Order + 1)) : [];
        return SweepTransition.Changed(
            state with { Phase = new SweepPhase.Finishing(status, reason), Retrying = null, Order = state.Order + 1 }, [.. withdrawals, .. releases]);
    }

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
        state with { Phase = new SweepPhase.Ending(status, reason), Retrying = null },
        [.. state.InFlight.Reverse().Select(r => new SweepEffect.CancelRun(r.Trial, r.Replicate))]);

    /// <summary>A run that was set aside comes back into the window to be told how it ended.</summary>
    public static SweepTransition EndPaused(SweepState state, PausedRun found, DateTimeOffset at)
    {
        var (trial, replicate) = (found.Run.TrialNumber, found.Run.Replicate);
        var told = SweepCounting.Tell(state, new TellRow(found.Run, state.Told, at, TellKind.Resumed, found.Attempts, null));
        var back = told.State with
        {
            Paused = state.Paused - 1,
            Order = state.Order + 1,
            InFlight = state.InFlight.Add(new InFlightRun(trial, replicate, found.Attempts) { Counted = found.Evaluations, CountedSeconds = found.Seconds }),
        };
        SweepEffect end = state.Phase is SweepPhase.Ending { Status: SweepStatus.Cancelled }
            ? new SweepEffect.CancelRun(trial, replicate)
            : new SweepEffect.PruneRun(trial, replicate, back.Order, (state.Phase as SweepPhase.Finishing)?.PausedRunsWhy ?? NeverTakenUp);
        return told with { State = back, Effects = [end] };
    }

    /// <summary>A wall budget is noticed at any event, also one that changes nothing else. Null: it is not used up.</summary>
    public static SweepTransition? LimitWall(SweepSpec spec, SweepTransition transition)
        => transition.State.Phase is SweepPhase.Active && SweepBudget.WallSpent(spec, transition.State)
            ? End(transition.State, SweepStatus.Completed, SweepBudget.Reason(spec, transition.State)).After(transition)
            : null;
}
