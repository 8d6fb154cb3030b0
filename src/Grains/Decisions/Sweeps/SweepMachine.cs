using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>
/// The whole life of a sweep. A bounded window of runs is in flight; a run is counted exactly when it leaves the window, so copies
/// of a message count once, and the work per event does not grow with the sweep.
/// </summary>
internal static class SweepMachine
{
    /// <summary>Runs in flight at once, queued ones included: more than the devices of a small cluster, small enough to write with every event.</summary>
    public const int Window = 32;

    /// <summary>Longer silence than this between two events means that nobody served the sweep.</summary>
    public static readonly TimeSpan ServedGap = TimeSpan.FromSeconds(30);

    public static SweepTransition Apply(SweepSpec spec, SweepState state, SweepEvent happened, DateTimeOffset at)
    {
        var transition = Decide(spec, Clocked(state, at), happened);
        return transition.Durable ? Settle(spec, transition, at) : LimitWall(spec, transition, at);
    }

    /// <summary>What the sweep would like to know, if it can use it at once.</summary>
    public static SweepWish Wish(SweepSpec spec, SweepState state)
    {
        if (state.Phase is not SweepPhase.Active || state.InFlight.Length >= Window) return new SweepWish.Nothing();
        if (state.Retrying is { } pass) return new SweepWish.FailedRun(pass);
        return state.Open is null && !state.Exhausted && SweepBudget.AllowsMore(spec, state) ? new SweepWish.Trial(state.NextTrial) : new SweepWish.Nothing();
    }

    private static SweepTransition Decide(SweepSpec spec, SweepState state, SweepEvent happened) => (state.Phase, happened) switch
    {
        (SweepPhase.Unborn, SweepEvent.Begun b) => Changed(state with { Phase = new SweepPhase.Active(), SubmittedAt = b.SubmittedAt }),
        (SweepPhase.Active, SweepEvent.TrialProposed p) when p.Number == state.NextTrial && state.Open is null => Propose(state, p.Suggestion),
        (SweepPhase.Active or SweepPhase.Ending, SweepEvent.RunFinished f) => Count(spec, state, f.Summary),
        (SweepPhase.Active, SweepEvent.CancelRequested) => End(state, SweepStatus.Cancelled, null),
        (SweepPhase.Ending e, SweepEvent.CancelRequested) when e.Status != SweepStatus.Cancelled
            => Changed(state with { Phase = new SweepPhase.Ending(SweepStatus.Cancelled, null), Retrying = null }),
        (SweepPhase.Active, SweepEvent.RetryRequested r) => Changed(state with { Retrying = Pass(state.Retrying, r.Cause) }),
        (SweepPhase.Over { Status: not SweepStatus.Cancelled }, SweepEvent.RetryRequested r)
            => Changed(state with { Phase = new SweepPhase.Active(), Retrying = Pass(null, r.Cause), EndedAt = null, WallUsed = TimeSpan.Zero }),
        (SweepPhase.Active, SweepEvent.FailedRunFound f) when state.Retrying is not null => Repeat(state, state.Retrying, f.Run),
        (SweepPhase.Active or SweepPhase.Ending, SweepEvent.Woken) => Wake(state),
        _ => SweepTransition.None(state),
    };

    private static SweepTransition Changed(SweepState state) => new(state, [], true);

    private static SweepState Clocked(SweepState state, DateTimeOffset at)
    {
        if (state.Phase is SweepPhase.Unborn or SweepPhase.Over) return state with { LastEventAt = at };
        var passed = at - state.LastEventAt;
        var served = passed < TimeSpan.Zero || passed > ServedGap ? TimeSpan.Zero : passed;
        return state with { Elapsed = state.Elapsed + served, WallUsed = state.WallUsed + served, LastEventAt = at };
    }

    private static SweepTransition Propose(SweepState state, Suggestion suggestion) => suggestion switch
    {
        Suggestion.Point p => Changed(state with { Open = new OpenTrial(state.NextTrial, p.Assignment, 0), NextTrial = state.NextTrial + 1 }),
        Suggestion.Exhausted => Changed(state with { Exhausted = true }),
        _ => SweepTransition.None(state),
    };

    private static SweepTransition Count(SweepSpec spec, SweepState state, RunSummary summary)
    {
        var run = state.InFlight.FirstOrDefault(r => r.Trial == summary.Id.TrialNumber && r.Replicate == summary.Id.Replicate);
        if (run is null || (summary.Status == RunStatus.Failed && summary.Attempts <= run.AfterAttempts)) return SweepTransition.None(state);
        var counted = state with
        {
            InFlight = state.InFlight.Remove(run),
            FunctionEvaluations = state.FunctionEvaluations + (summary.Last?.NfeTotal ?? 0),
        };
        return summary.Status switch
        {
            RunStatus.Completed => Changed(counted with { Completed = state.Completed + 1 }),
            RunStatus.Failed => AfterFailure(spec, counted, summary),
            _ => Changed(counted with { Cancelled = state.Cancelled + 1 }),
        };
    }

    private static SweepTransition AfterFailure(SweepSpec spec, SweepState state, RunSummary summary)
    {
        var cause = summary.Cause ?? FailureCause.Internal;
        var counted = state with { Failed = state.Failed + 1, FailuresByCause = Add(state.FailuresByCause, cause, 1) };
        return spec.Failures.OnFailure == OnFailure.Stop && state.Phase is SweepPhase.Active
            ? End(counted, SweepStatus.Failed, $"run {summary.Id} failed ({RunRows.CauseText(cause)}) and failures.on_failure is stop")
            : Changed(counted);
    }

    private static ImmutableDictionary<FailureCause, long> Add(ImmutableDictionary<FailureCause, long> counts, FailureCause cause, long change)
    {
        var count = counts.GetValueOrDefault(cause) + change;
        return count > 0 ? counts.SetItem(cause, count) : counts.Remove(cause);
    }

    private static RetryPass Pass(RetryPass? underWay, FailureCause? cause)
    {
        var all = cause is null || underWay is { Causes.IsEmpty: true };
        return new RetryPass(all ? [] : [.. (underWay?.Causes ?? []).Append(cause!.Value).Distinct()], -1, -1);
    }

    private static SweepTransition Repeat(SweepState state, RetryPass pass, FailedRun? run)
    {
        if (run is null) return Changed(state with { Retrying = null });
        if ((run.Trial, run.Replicate).CompareTo((pass.Trial, pass.Replicate)) <= 0) return SweepTransition.None(state);
        var moved = state with { Retrying = pass with { Trial = run.Trial, Replicate = run.Replicate } };
        if (state.InFlight.Any(r => r.Trial == run.Trial && r.Replicate == run.Replicate)) return Changed(moved);
        var repeated = moved with
        {
            InFlight = state.InFlight.Add(new InFlightRun(run.Trial, run.Replicate, run.Attempts)),
            Failed = state.Failed - 1,
            FailuresByCause = Add(state.FailuresByCause, run.Cause, -1),
        };
        return new(repeated, [new SweepEffect.RetryRun(run.Trial, run.Replicate, run.Attempts)], true);
    }

    private static SweepTransition Wake(SweepState state)
        => new(state, [.. state.InFlight.Select(r => new SweepEffect.WakeRun(r.Trial, r.Replicate))], false);

    /// <summary>Newest first: those that still wait are gone before those that run free their devices.</summary>
    private static SweepTransition End(SweepState state, SweepStatus status, string? reason) => new(
        state with { Phase = new SweepPhase.Ending(status, reason), Retrying = null },
        [.. state.InFlight.Reverse().Select(r => new SweepEffect.CancelRun(r.Trial, r.Replicate))], true);

    /// <summary>A wall budget is noticed at any event, also one that changes nothing else.</summary>
    private static SweepTransition LimitWall(SweepSpec spec, SweepTransition transition, DateTimeOffset at)
    {
        if (transition.State.Phase is not SweepPhase.Active || !SweepBudget.WallSpent(spec, transition.State)) return transition;
        var ended = End(transition.State, SweepStatus.Completed, SweepBudget.Reason(spec, transition.State));
        return Settle(spec, ended with { Effects = [.. transition.Effects, .. ended.Effects] }, at);
    }

    /// <summary>Starts what there is room for, and notices when the sweep is over.</summary>
    private static SweepTransition Settle(SweepSpec spec, SweepTransition transition, DateTimeOffset at)
    {
        var state = transition.State;
        if (state.Phase is SweepPhase.Active && SweepBudget.WallSpent(spec, state)) return LimitWall(spec, transition, at);
        var effects = transition.Effects.ToBuilder();
        while (state.Phase is SweepPhase.Active && state.Retrying is null && state.Open is { } open
            && state.InFlight.Length < Window && SweepBudget.AllowsMore(spec, state))
        {
            effects.Add(new SweepEffect.StartRun(open.Number, open.NextReplicate, state.Created, open.Assignment));
            var next = open.NextReplicate + 1;
            state = state with
            {
                InFlight = state.InFlight.Add(new InFlightRun(open.Number, open.NextReplicate, -1)),
                Created = state.Created + 1,
                Open = next < spec.Seeds.Length ? open with { NextReplicate = next } : null,
            };
        }
        return new SweepTransition(Close(spec, state, at), effects.ToImmutable(), true);
    }

    private static SweepState Close(SweepSpec spec, SweepState state, DateTimeOffset at)
    {
        if (!state.InFlight.IsEmpty) return state;
        return state.Phase switch
        {
            SweepPhase.Ending e => state with { Phase = new SweepPhase.Over(e.Status, e.Reason), EndedAt = at },
            SweepPhase.Active when state.Retrying is null && state.Exhausted && state.Open is null
                => state with { Phase = new SweepPhase.Over(SweepStatus.Completed, null), EndedAt = at },
            SweepPhase.Active when state.Retrying is null && !SweepBudget.AllowsMore(spec, state)
                => state with { Phase = new SweepPhase.Over(SweepStatus.Completed, SweepBudget.Reason(spec, state)), EndedAt = at },
            _ => state,
        };
    }
}
