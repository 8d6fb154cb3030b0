using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>
/// What a scheduler knows of a sweep, and what it has said: a fold over trials, runs and tells, held by the sweep's grain. A run is
/// judged once per level; asked again, it gets the same answer.
/// </summary>
internal sealed class ScheduleRecords(SweepSpec spec)
{
    private readonly IScheduler _scheduler = Schedulers.Of(spec);
    private readonly Dictionary<(RunKey Run, double Rung), RungAnswer> _answers = [];
    private readonly SortedDictionary<RunKey, PausedRun> _paused = [];
    private ScheduleHistory _history = ScheduleHistory.For(spec);

    public void Proposed(int trial, ImmutableArray<AssignedValue> assignment) => _history = _history.Assigned(trial, assignment);

    public void Begun(RunKey run) => _history = _history.Stands(run, RunStanding.Running);

    /// <summary>Reports that came with a judgement, the judged one included.</summary>
    public void Observed(RunKey run, ImmutableArray<Observation> curve) => _history = _history.Observed(run, curve.Select(o => CurvePoints.Of(spec, o)));

    public void Heard(TellRow tell)
    {
        var run = new RunKey(tell.Run.TrialNumber, tell.Run.Replicate);
        if (_history.Find(run) is null) Begun(run);
        if (tell.Last is { } last) Observed(run, [last]);
        _history = _history.Stands(run, StandingAfter(tell.Kind));
        if (tell.Kind is TellKind.Paused) _paused[run] = new PausedRun(tell.Run, tell.Attempts, tell.Last?.NfeTotal ?? 0, tell.Last?.Seconds.Total ?? 0);
        else _paused.Remove(run);
        if (tell.Takeover is { } takeover) _history = _history.Assigned(run.Trial, takeover.Assignment);
        if (tell is { Kind: TellKind.Judged, Rung: { } rung, Verdict: { } verdict }) _answers[(run, rung)] = new RungAnswer(verdict, tell.NextRung, tell.Why);
    }

    public bool HasAnswered(RunKey run, double rung, [NotNullWhen(true)] out RungAnswer? answer) => _answers.TryGetValue((run, rung), out answer);

    /// <summary>Changes nothing: the answer counts once it is told.</summary>
    public RungAnswer Judge(RunKey run) => AnswerOf(_scheduler.Judge(spec, run, _history));

    public RungAnswer Admit(RunKey run) => AnswerOf(_scheduler.Begin(spec, run, _history));

    /// <param name="moreTrials">Whether a run that has not begun could take the place.</param>
    public Opening Next(bool moreTrials) => _scheduler.Next(spec, _history.WithMoreTrials(moreTrials));

    /// <summary>A run that was set aside.</summary>
    public PausedRun Paused(RunKey run) => _paused[run];

    /// <summary>The first one, so that ending them all goes the same way every time.</summary>
    public PausedRun AnyPaused() => _paused.Values.First();

    private static RungAnswer AnswerOf(Verdict verdict) => verdict switch
    {
        Verdict.Continue c => new RungAnswer(RungVerdict.Continue, c.NextRung, null),
        Verdict.Pause => new RungAnswer(RungVerdict.Pause, null, null),
        Verdict.Stop s => new RungAnswer(RungVerdict.Prune, null, s.Why),
        _ => throw new NotSupportedException($"The verdict {verdict.GetType().Name} is unknown to sweeps of this version."),
    };

    private static RunStanding StandingAfter(TellKind kind) => kind switch
    {
        TellKind.Paused => RunStanding.Paused,
        TellKind.Completed => RunStanding.Completed,
        TellKind.Pruned => RunStanding.Pruned,
        TellKind.Failed or TellKind.Cancelled => RunStanding.Failed,
        _ => RunStanding.Running,
    };
}
