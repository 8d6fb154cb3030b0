using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Actors;

/// <summary>What a sweep grain keeps only while it is in memory, all of it read back from the ledger or told again.</summary>
internal sealed class SweepMemory
{
    private readonly IExperimentRules _rules;
    private readonly Dictionary<RunId, LiveRun> _live = [];
    private TrialScores _scores;

    /// <param name="earlier">Trials of another sweep that the search starts from.</param>
    public SweepMemory(SweepSpec spec, IExperimentRules rules, ImmutableArray<TrialRecord> earlier)
    {
        (Spec, _rules, _scores) = (spec, rules, TrialScores.Empty(spec.Objectives[0].Goal));
        (Trials, Schedule) = (new TrialRecords(spec, earlier), new ScheduleRecords(spec));
    }

    public SweepSpec Spec { get; }

    /// <summary>What the sampler knows.</summary>
    public TrialRecords Trials { get; }

    /// <summary>What the scheduler knows and has said.</summary>
    public ScheduleRecords Schedule { get; }

    /// <summary>Mean of the first objective of the trial that leads; null: none does.</summary>
    public double? BestValue => _scores.Best?.Mean;

    public void Proposed(TrialRow trial)
    {
        Trials.Proposed(trial.Number, trial.Assignment);
        Schedule.Proposed(trial.Number, trial.Assignment);
    }

    public void Heard(TellRow tell)
    {
        Trials.Heard(tell);
        Schedule.Heard(tell);
        if (tell.Kind is TellKind.Judged) return;
        _live.Remove(tell.Run);
        Score(tell.Run, StatusAfter(tell.Kind), tell.Last);
    }

    /// <summary>What a run's end, or its going on, says of its trial.</summary>
    public void Score(RunId id, RunStatus status, Observation? last) => _scores = _scores.With(id.TrialNumber, id.Replicate, ScoreOf(status, last));

    public void Progressed(LiveRun run)
    {
        if (run.Status is RunStatus.Leased or RunStatus.Running) _live[run.Id] = run;
        else _live.Remove(run.Id);
    }

    public SweepSnapshot Snapshot(string id, SweepState state)
    {
        var inFlight = state.InFlight.Select(r => new RunId(id, r.Trial, r.Replicate)).ToHashSet();
        var running = _live.Values.Where(r => inFlight.Contains(r.Id)).OrderBy(r => r.Id.TrialNumber).ThenBy(r => r.Id.Replicate).ToImmutableArray();
        var best = _scores.Best;
        return new SweepSnapshot(
            id, Spec.Name, state.Phase.PublicStatus, state.Phase.PublicReason, Spec.ExpectedRuns,
            state.Completed, state.Failed, state.Cancelled, state.FailuresByCause,
            running, state.InFlight.Length - running.Length,
            best?.Trial, best is null ? [] : Trials.AssignmentOf(best.Trial), best?.Mean, Spec.Objectives[0].Metric,
            state.SubmittedAt, state.EndedAt, Remaining(state))
        {
            Pruned = state.Pruned,
            Paused = state.Paused,
            CanResume = state.Phase is SweepPhase.Paused || (state.Stopped && state.Phase is SweepPhase.Finishing or SweepPhase.Over { Status: SweepStatus.Completed }),
        };
    }

    private TimeSpan? Remaining(SweepState state) => state.Finished > 0 && state.EndedAt is null && Spec.ExpectedRuns is { } expected
        ? state.Elapsed / state.Finished * Math.Max(0, expected - state.Finished)
        : null;

    private double? ScoreOf(RunStatus status, Observation? last)
        => TrialRanking.Score(status, last is null ? null : _rules.Measure(Spec.Objectives[0].Metric, last));

    private static RunStatus StatusAfter(TellKind kind) => kind switch
    {
        TellKind.Completed => RunStatus.Completed,
        TellKind.Pruned => RunStatus.Pruned,
        TellKind.Failed => RunStatus.Failed,
        TellKind.Cancelled => RunStatus.Cancelled,
        _ => RunStatus.Queued,
    };
}
