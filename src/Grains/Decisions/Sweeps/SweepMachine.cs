using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
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
    /// <summary>Longer silence than this between two events means that nobody served the sweep.</summary>
    public static readonly TimeSpan ServedGap = TimeSpan.FromSeconds(30);

    public static SweepTransition Apply(SweepSpec spec, SweepState state, SweepEvent happened, DateTimeOffset at)
    {
        var transition = Decide(spec, Clocked(state, at), happened, at);
        return SweepControl.LimitWall(spec, transition) is { } limited ? Close(spec, limited, at) : transition.Durable ? Close(spec, transition, at) : transition;
    }

    /// <summary>What the sweep would like to know, if it can use it at once.</summary>
    public static SweepWish Wish(SweepSpec spec, SweepState state)
    {
        if (state.InFlight.Length >= SweepLimits.InFlight(spec)) return new SweepWish.Nothing();
        if (state.Phase is SweepPhase.Ending or SweepPhase.Finishing) return state.Paused > 0 ? new SweepWish.PausedRun() : new SweepWish.Nothing();
        if (state.Phase is not SweepPhase.Active) return new SweepWish.Nothing();
        if (state.Retrying is { } pass) return new SweepWish.FailedRun(pass);
        if (Revives(spec, state)) return new SweepWish.WithdrawnRun(state.Reviving!);
        var mayBegin = SweepBudget.AllowsMore(spec, state) && (state.Open is not null || !state.Exhausted);
        var mayTakeUp = state.Paused > 0 && SweepBudget.AllowsTakingUp(spec, state);
        return mayBegin || mayTakeUp ? new SweepWish.Opening(state.Open, state.NextTrial, mayBegin) { Asked = state.Asked.IsEmpty ? default : state.Asked[0] } : new SweepWish.Nothing();
    }

    private static SweepTransition Decide(SweepSpec spec, SweepState state, SweepEvent happened, DateTimeOffset at) => (state.Phase, happened) switch
    {
        (SweepPhase.Unborn, SweepEvent.Begun b) => SweepTransition.Changed(state with { Phase = new SweepPhase.Active(), SubmittedAt = b.SubmittedAt }),
        (SweepPhase.Active, SweepEvent.TrialProposed p) when p.Number == state.NextTrial && state.Open is null => Propose(spec, state, p.Suggestion),
        (SweepPhase.Active or SweepPhase.Paused, SweepEvent.PointAsked a) when AskedPoints.MayAsk(spec, state, a.Point) is null => SweepTransition.Changed(state with { Asked = state.Asked.Add(a.Point) }),
        (SweepPhase.Active, SweepEvent.RunAdmitted a) when state.Open is { } open && (open.Number, open.NextReplicate) == (a.Run.TrialNumber, a.Run.Replicate)
            => Admit(spec, state, open, a, at),
        (SweepPhase.Active, SweepEvent.RunReused r) when state.Open is { } open && (open.Number, open.NextReplicate) == (r.Run.TrialNumber, r.Run.Replicate)
            => Reuse(spec, state, open, r, at),
        (SweepPhase.Active, SweepEvent.RunTakenUp t) when state.Paused > 0 && state.Find(t.Run.Run) is null => TakeUp(state, t, at),
        (SweepPhase.Active, SweepEvent.NothingToStart) => Stuck(spec, state),
        (SweepPhase.Active, SweepEvent.NothingMore n) => SweepTransition.Changed(
            state with { Phase = new SweepPhase.Finishing(SweepStatus.Completed, null) { PausedRunsWhy = n.Why } }),
        (SweepPhase.Ending or SweepPhase.Finishing, SweepEvent.PausedRunFound f) when state.Paused > 0 && state.Find(f.Run.Run) is null
            => SweepControl.EndPaused(spec, state, f.Run, at),
        (not (SweepPhase.Unborn or SweepPhase.Over), SweepEvent.RunFinished f) => SweepCounting.Count(spec, state, f, at),
        (not (SweepPhase.Unborn or SweepPhase.Over), SweepEvent.RunJudged j) when state.Find(j.Run) is not null
            => SweepCounting.Judge(state, j, at),
        // The last run of a sweep both ends it and may reach the target.
        (SweepPhase.Active or SweepPhase.Paused or SweepPhase.Over { Status: SweepStatus.Completed }, SweepEvent.TargetReached t) when state.Reached is null => SweepControl.Reach(spec, state, t.Trial),
        (SweepPhase.Active, SweepEvent.PauseRequested) => SweepControl.Pause(state),
        (SweepPhase.Paused, SweepEvent.ResumeRequested) when state.Reached is not null => SweepControl.Stop(state, SweepStatus.Completed, SweepBudget.Reason(spec, state)),
        (SweepPhase.Paused, SweepEvent.ResumeRequested) => SweepControl.Resume(state),
        (SweepPhase.Active or SweepPhase.Paused, SweepEvent.StopRequested) => SweepControl.StopOnRequest(state),
        (SweepPhase.Finishing or SweepPhase.Over { Status: SweepStatus.Completed }, SweepEvent.ResumeRequested) when state.Stopped => SweepControl.GoOn(state),
        (SweepPhase.Active, SweepEvent.WithdrawnRunFound w) when state.Reviving is not null => SweepControl.Revive(state, state.Reviving, w.Run, at),
        (SweepPhase.Active or SweepPhase.Paused or SweepPhase.Finishing, SweepEvent.CancelRequested) => SweepControl.End(state, SweepStatus.Cancelled, null),
        (SweepPhase.Ending { Status: not SweepStatus.Cancelled }, SweepEvent.CancelRequested)
            => SweepTransition.Changed(state with { Phase = new SweepPhase.Ending(SweepStatus.Cancelled, null), Retrying = null, Reviving = null }),
        (SweepPhase.Active or SweepPhase.Paused, SweepEvent.RetryRequested r) => SweepTransition.Changed(state with { Retrying = Pass(state.Retrying, r.Cause) }),
        (SweepPhase.Over { Status: not SweepStatus.Cancelled }, SweepEvent.RetryRequested r) => SweepTransition.Changed(
            state with { Phase = new SweepPhase.Active(), Retrying = Pass(null, r.Cause), EndedAt = null, WallUsed = TimeSpan.Zero }),
        (SweepPhase.Active, SweepEvent.FailedRunFound f) when state.Retrying is not null => Repeat(state, state.Retrying, f.Run, at),
        (not (SweepPhase.Unborn or SweepPhase.Over), SweepEvent.Woken) => Wake(state),
        _ => SweepTransition.None(state),
    };

    private static SweepState Clocked(SweepState state, DateTimeOffset at)
    {
        if (state.Phase is SweepPhase.Unborn or SweepPhase.Over or SweepPhase.Paused) return state with { LastEventAt = at };
        var passed = at - state.LastEventAt;
        var served = passed < TimeSpan.Zero || passed > ServedGap ? TimeSpan.Zero : passed;
        return state with { Elapsed = state.Elapsed + served, WallUsed = state.WallUsed + served, LastEventAt = at };
    }

    private static SweepTransition Propose(SweepSpec spec, SweepState state, Suggestion suggestion) => suggestion switch
    {
        Suggestion.Point p => SweepTransition.Changed(
            state with { Open = new OpenTrial(state.NextTrial, p.Assignment, 0), NextTrial = state.NextTrial + 1, Asked = AskedPoints.Without(state.Asked, p.Assignment) }),
        Suggestion.Exhausted e => SweepTransition.Changed(state with { Exhausted = true, ExhaustedWhy = e.Why }),
        _ => Stuck(spec, state),
    };

    /// <summary>The next replicate of the open trial begins, or is not worth beginning.</summary>
    private static SweepTransition Admit(SweepSpec spec, SweepState state, OpenTrial open, SweepEvent.RunAdmitted happened, DateTimeOffset at)
    {
        var admitted = WithNext(spec, state, open);
        if (happened.Answer.Verdict is RungVerdict.Prune)
        {
            var skipped = admitted with { Pruned = state.Pruned + 1, Skipped = state.Skipped + 1 };
            return SweepCounting.Tell(skipped, new TellRow(happened.Run, state.Told, at, TellKind.Pruned, 0, null) { Why = happened.Answer.Why });
        }
        return SweepTransition.Changed(
            admitted with { InFlight = state.InFlight.Add(new InFlightRun(open.Number, open.NextReplicate, -1)) },
            new SweepEffect.StartRun(open.Number, open.NextReplicate, state.Created, open.Assignment) { FirstRung = happened.Answer.NextRung });
    }

    private static SweepTransition Reuse(SweepSpec spec, SweepState state, OpenTrial open, SweepEvent.RunReused happened, DateTimeOffset at)
        => SweepCounting.Tell(
            WithNext(spec, state, open) with { Completed = state.Completed + 1, Reused = state.Reused + 1 },
            new TellRow(happened.Run, state.Told, at, TellKind.Completed, 0, happened.Source.Last) { Why = $"same settings and seed as trial {happened.Source.Id.TrialNumber}" });

    private static SweepState WithNext(SweepSpec spec, SweepState state, OpenTrial open)
        => state with { Created = state.Created + 1, Open = open.NextReplicate + 1 < spec.Seeds.Length ? open with { NextReplicate = open.NextReplicate + 1 } : null };

    private static SweepTransition TakeUp(SweepState state, SweepEvent.RunTakenUp happened, DateTimeOffset at)
    {
        var (id, attempts, evaluations, seconds) = happened.Run;
        var told = SweepCounting.Tell(state, new TellRow(id, state.Told, at, TellKind.Resumed, attempts, null) { NextRung = happened.NextRung, Takeover = happened.Handover?.What });
        return told with
        {
            State = told.State with
            {
                Paused = state.Paused - 1,
                Order = state.Order + 1,
                InFlight = state.InFlight.Add(new InFlightRun(id.TrialNumber, id.Replicate, attempts) { Counted = evaluations, CountedSeconds = seconds }),
            },
            Effects = [happened.Handover is { } handover
                ? new SweepEffect.HandOver(id.TrialNumber, id.Replicate, state.Order + 1, happened.NextRung) { Checkpoint = handover.Checkpoint, Assignment = handover.What.Assignment }
                : new SweepEffect.TakeUpRun(id.TrialNumber, id.Replicate, state.Order + 1, happened.NextRung)],
        };
    }

    /// <summary>With nothing in flight no event would ever find a use for the place, unless points come from outside: then this is the end.</summary>
    private static SweepTransition Stuck(SweepSpec spec, SweepState state) => state.InFlight.IsEmpty && !AskedPoints.WaitsForMore(spec, state)
        ? SweepTransition.Changed(state with { Phase = new SweepPhase.Finishing(SweepStatus.Completed, null) })
        : SweepTransition.None(state);

    private static RetryPass Pass(RetryPass? underWay, FailureCause? cause)
    {
        var all = cause is null || underWay is { Causes.IsEmpty: true };
        return new RetryPass(all ? [] : [.. (underWay?.Causes ?? []).Append(cause!.Value).Distinct()], -1, -1);
    }

    private static SweepTransition Repeat(SweepState state, RetryPass pass, FailedRun? run, DateTimeOffset at)
    {
        if (run is null) return SweepTransition.Changed(state with { Retrying = null });
        var (trial, replicate) = (run.Run.TrialNumber, run.Run.Replicate);
        if ((trial, replicate).CompareTo((pass.Trial, pass.Replicate)) <= 0) return SweepTransition.None(state);
        var moved = state with { Retrying = pass with { Trial = trial, Replicate = replicate } };
        if (state.Find(run.Run) is not null) return SweepTransition.Changed(moved);
        var told = SweepCounting.Tell(moved, new TellRow(run.Run, state.Told, at, TellKind.Repeated, run.Attempts, null));
        return told with
        {
            State = told.State with
            {
                InFlight = state.InFlight.Add(new InFlightRun(trial, replicate, run.Attempts)),
                Failed = state.Failed - 1,
                FailuresByCause = SweepCounting.Add(state.FailuresByCause, run.Cause, -1),
            },
            Effects = [new SweepEffect.RetryRun(trial, replicate, run.Attempts)],
        };
    }

    private static SweepTransition Wake(SweepState state)
        => new(state, [.. state.InFlight.Select(r => new SweepEffect.WakeRun(r.Trial, r.Replicate))], [], false);

    /// <summary>Notices when the sweep is over, or when only runs are left that nothing may take up any more.</summary>
    private static SweepTransition Close(SweepSpec spec, SweepTransition transition, DateTimeOffset at)
    {
        var state = transition.State;
        if (!state.InFlight.IsEmpty) return transition;
        if (state.Phase is SweepPhase.Active && state.Retrying is null && !Revives(spec, state) && NothingMoreBegins(spec, state))
        {
            if (state.Paused > 0 && SweepBudget.AllowsTakingUp(spec, state)) return transition;
            state = state with { Phase = new SweepPhase.Finishing(SweepStatus.Completed, SweepBudget.AllowsMore(spec, state) ? state.ExhaustedWhy : SweepBudget.Reason(spec, state)) };
        }
        if (state.Paused == 0)
        {
            state = state.Phase switch
            {
                SweepPhase.Ending e => state with { Phase = new SweepPhase.Over(e.Status, e.Reason), EndedAt = at },
                SweepPhase.Finishing f => state with { Phase = new SweepPhase.Over(f.Status, f.Reason), EndedAt = at },
                _ => state,
            };
        }
        return transition with { State = state };
    }

    private static bool Revives(SweepSpec spec, SweepState state) => state.Reviving is not null && SweepBudget.AllowsTakingUp(spec, state);

    private static bool NothingMoreBegins(SweepSpec spec, SweepState state) => !SweepBudget.AllowsMore(spec, state) || (state.Exhausted && state.Open is null);
}
