using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>What a sweep makes of the news of its runs: counts, and the rows from which its search and scheduler learn.</summary>
internal static class SweepCounting
{
    /// <summary>A run that is over, or set aside, leaves the window.</summary>
    public static SweepTransition Count(SweepSpec spec, SweepState state, SweepEvent.RunFinished finished, DateTimeOffset at)
    {
        var summary = finished.Summary;
        var run = state.Find(summary.Id);
        if (run is null || IsLate(run, summary)) return SweepTransition.None(state);
        var told = Tell(state, new TellRow(summary.Id, state.Told, at, KindOf(summary.Status), summary.Attempts, summary.Last) { Why = summary.Why });
        var counted = told.State with
        {
            InFlight = state.InFlight.Remove(run),
            FunctionEvaluations = state.FunctionEvaluations + Math.Max(0, (summary.Last?.NfeTotal ?? 0) - run.Counted),
            TrainingSeconds = state.TrainingSeconds + Math.Max(0, (summary.Last?.Seconds.Total ?? 0) - run.CountedSeconds),
        };
        var next = summary.Status switch
        {
            RunStatus.Completed => SweepTransition.Changed(counted with { Completed = state.Completed + 1 }),
            RunStatus.Pruned => SweepTransition.Changed(counted with { Pruned = state.Pruned + 1 }),
            RunStatus.Paused => SweepTransition.Changed(counted with { Paused = state.Paused + 1 }),
            RunStatus.Failed => AfterFailure(spec, counted, summary),
            _ => SweepTransition.Changed(AfterCancellation(counted)),
        };
        return next.After(told);
    }

    /// <summary>Whether it tells of an earlier time in flight, which was counted then. Attempts and orders never fall.</summary>
    private static bool IsLate(InFlightRun run, RunSummary summary)
        => summary.Order < run.Since || summary.Attempts < run.AfterAttempts || (summary.Status is RunStatus.Failed or RunStatus.Paused && summary.Attempts == run.AfterAttempts);

    public static SweepTransition Judge(SweepState state, SweepEvent.RunJudged judged, DateTimeOffset at) => Tell(state, new TellRow(judged.Run, state.Told, at, TellKind.Judged, 0, judged.Last)
    {
        Rung = judged.Rung,
        Verdict = judged.Answer.Verdict,
        NextRung = judged.Answer.NextRung,
        Why = judged.Answer.Why,
    });

    public static SweepTransition Tell(SweepState state, TellRow row) => new(state with { Told = state.Told + 1 }, [], [row], true);

    public static ImmutableDictionary<FailureCause, long> Add(ImmutableDictionary<FailureCause, long> counts, FailureCause cause, long change)
    {
        var count = counts.GetValueOrDefault(cause) + change;
        return count > 0 ? counts.SetItem(cause, count) : counts.Remove(cause);
    }

    /// <summary>In a sweep that goes on only a withdrawal from before ends so: the pass over the withdrawn may be beyond it.</summary>
    private static SweepState AfterCancellation(SweepState state)
        => state with { Cancelled = state.Cancelled + 1, Reviving = state.Phase is SweepPhase.Active or SweepPhase.Paused ? RevivalPass.FromTheStart : null };

    private static SweepTransition AfterFailure(SweepSpec spec, SweepState state, RunSummary summary)
    {
        var cause = summary.Cause ?? FailureCause.Internal;
        var counted = state with { Failed = state.Failed + 1, FailuresByCause = Add(state.FailuresByCause, cause, 1) };
        if (state.Phase is not SweepPhase.Active) return SweepTransition.Changed(counted);
        var why = spec.Failures.OnFailure == OnFailure.Stop
            ? $"run {summary.Id} failed ({RunRows.CauseText(cause)}) and failures.on_failure is stop"
            : SweepControl.TooManyFailures(spec.Failures, counted);
        return why is null ? SweepTransition.Changed(counted) : SweepControl.End(counted, SweepStatus.Failed, why);
    }

    private static TellKind KindOf(RunStatus status) => status switch
    {
        RunStatus.Completed => TellKind.Completed,
        RunStatus.Pruned => TellKind.Pruned,
        RunStatus.Paused => TellKind.Paused,
        RunStatus.Failed => TellKind.Failed,
        _ => TellKind.Cancelled,
    };
}
