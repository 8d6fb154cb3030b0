using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Actors;

/// <summary>What a sweep grain keeps only while it is in memory, all of it read back from the ledger or told again.</summary>
internal sealed class SweepMemory
{
    private readonly IExperimentRules _rules;
    private readonly Dictionary<RunId, LiveRun> _live = [];
    private readonly Dictionary<int, ImmutableArray<AssignedValue>> _assignments = [];
    private TrialScores _scores;
    private ImmutableArray<FailedRun>? _failed;

    private SweepMemory(SweepSpec spec, IExperimentRules rules)
        => (Spec, _rules, _scores) = (spec, rules, TrialScores.Empty(spec.Objectives[0].Goal));

    public SweepSpec Spec { get; }

    public static async Task<SweepMemory> LoadAsync(SweepRow sweep, ILedger ledger, IExperimentRules rules, CancellationToken cancellation)
    {
        var memory = new SweepMemory(sweep.Spec, rules);
        foreach (var trial in await ledger.TrialsAsync(sweep.Id, cancellation)) memory.Proposed(trial);
        foreach (var run in await ledger.RunsAsync(sweep.Id, cancellation)) memory.Score(run.Id, run.Status, run.Last);
        return memory;
    }

    public void Proposed(TrialRow trial) => _assignments[trial.Number] = trial.Assignment;

    public void Finished(RunSummary summary)
    {
        _live.Remove(summary.Id);
        Score(summary.Id, summary.Status, summary.Last);
    }

    public void Progressed(LiveRun run)
    {
        if (run.Status is RunStatus.Leased or RunStatus.Running) _live[run.Id] = run;
        else _live.Remove(run.Id);
        // A run that is tried again no longer speaks against its trial.
        Score(run.Id, run.Status, run.Last);
    }

    /// <summary>Failed runs by number, read from the ledger now.</summary>
    public async Task<ImmutableArray<FailedRun>> ReadFailedAsync(string sweepId, ILedger ledger)
    {
        var runs = await ledger.RunsAsync(sweepId, CancellationToken.None);
        _failed = [.. from run in runs
                      where run.Status == RunStatus.Failed
                      orderby run.Id.TrialNumber, run.Id.Replicate
                      select new FailedRun(run.Id.TrialNumber, run.Id.Replicate, run.Attempts, run.Cause ?? FailureCause.Internal)];
        return _failed.Value;
    }

    /// <summary>The first failed run behind the pass's place that it is about; null: none.</summary>
    public async Task<FailedRun?> NextFailedAsync(string sweepId, RetryPass pass, ILedger ledger)
    {
        var failed = _failed ?? await ReadFailedAsync(sweepId, ledger);
        return failed.FirstOrDefault(r => (r.Trial, r.Replicate).CompareTo((pass.Trial, pass.Replicate)) > 0
            && (pass.Causes.IsEmpty || pass.Causes.Contains(r.Cause)));
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
            best?.Trial, best is null ? [] : _assignments.GetValueOrDefault(best.Trial, []), best?.Mean, Spec.Objectives[0].Metric,
            state.SubmittedAt, state.EndedAt, Remaining(state));
    }

    private TimeSpan? Remaining(SweepState state) => state.Finished > 0 && state.EndedAt is null && Spec.ExpectedRuns is { } expected
        ? state.Elapsed / state.Finished * Math.Max(0, expected - state.Finished)
        : null;

    private void Score(RunId id, RunStatus status, Observation? last) => _scores = _scores.With(
        id.TrialNumber, id.Replicate, TrialRanking.Score(status, last is null ? null : _rules.Measure(Spec.Objectives[0].Metric, last)));
}
