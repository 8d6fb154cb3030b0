using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Sweeps;

/// <summary>
/// A sweep with runs around it that answer in any order, some of them twice, and with a scheduler that sets aside, takes up and stops
/// at random. Checks at every step what must always hold.
/// </summary>
/// <param name="skipEvery">One of so many further replicates is not worth beginning; 0: all are.</param>
internal sealed class SweepWorld(SweepSpec spec, int trials, int skipEvery = 0)
{
    private readonly Dictionary<(int, int), FakeRun> _runs = [];
    private readonly Dictionary<RunId, PausedRun> _setAside = [];
    private readonly List<SweepEvent> _bag = [];
    private readonly List<SweepEvent> _undelivered = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _asked;

    public SweepState State { get; private set; } = SweepState.Initial;
    public IReadOnlyDictionary<(int Trial, int Replicate), FakeRun> Runs => _runs;
    public List<TellRow> Tells { get; } = [];

    public sealed class FakeRun
    {
        public int Attempts { get; set; }
        public RunStatus Status { get; set; }
        public int Order { get; set; }

        /// <summary>The whole sweep is paused.</summary>
        public bool IsHeld { get; set; }

        /// <summary>What the scheduler wants of it, not obeyed yet.</summary>
        public RungVerdict Wanted { get; set; } = RungVerdict.Continue;

        public bool IsUnderWay => Status is RunStatus.Queued && !IsHeld;
    }

    public void Begin() => Happen(new SweepEvent.Begun(_now));

    public void Step(int choice)
    {
        var (kind, pick) = (choice % 16, choice / 16);
        switch (kind)
        {
            case 0: Happen(new SweepEvent.Woken()); break;
            case 1: Happen(new SweepEvent.Begun(_now)); break;
            case 2 when pick % 12 == 0: Happen(new SweepEvent.CancelRequested()); break;
            case 2 when pick % 12 == 1: Happen(new SweepEvent.StopRequested()); break;
            case 3 when _runs.Values.Any(r => r.Status == RunStatus.Failed): Happen(new SweepEvent.RetryRequested(null)); break;
            case 4 or 5 when _bag.Count > 0: Happen(_bag[pick % _bag.Count]); break;
            case 6 when pick % 3 == 0: Happen(new SweepEvent.PauseRequested()); break;
            case 7: Happen(new SweepEvent.ResumeRequested()); break;
            case 8 or 9 or 10 or 11: Judge(pick); break;
            default: Finish(pick); break;
        }
    }

    /// <summary>Everything that is in flight finishes, until nothing is.</summary>
    public void Settle()
    {
        for (var i = 0; State.Phase is not SweepPhase.Over; i++)
        {
            Assert.True(i < 10_000, "the sweep never ends");
            if (State.Phase is SweepPhase.Paused) Happen(new SweepEvent.ResumeRequested());
            Finish(i);
        }
    }

    public void Happen(SweepEvent happened)
    {
        _now = _now.AddSeconds(1);
        Take(SweepMachine.Apply(spec, State, happened, _now));
        while (Answer(SweepMachine.Wish(spec, State)) is { } answer)
        {
            var step = SweepMachine.Apply(spec, State, answer, _now);
            if (step.Durable && answer is SweepEvent.RunAdmitted { Answer.Verdict: RungVerdict.Prune } skipped)
                _runs[(skipped.Run.TrialNumber, skipped.Run.Replicate)] = new FakeRun { Status = RunStatus.Pruned };
            Take(step);
            if (!step.Durable) break;
        }
    }

    private SweepEvent? Answer(SweepWish wish) => wish switch
    {
        SweepWish.Opening o when _setAside.Count > 0 && (_asked++ % 2 == 0 || !o.MayBegin) => new SweepEvent.RunTakenUp(_setAside.Values.First(), _asked),
        SweepWish.Opening { MayBegin: false } => new SweepEvent.NothingToStart(),
        SweepWish.Opening { Open: { } open } => new SweepEvent.RunAdmitted(
            new RunId("s", open.Number, open.NextReplicate), new RungAnswer(skipEvery > 0 && open.NextReplicate > 0 && _asked++ % skipEvery == 0 ? RungVerdict.Prune : RungVerdict.Continue, 1, "why")),
        SweepWish.Opening o => new SweepEvent.TrialProposed(o.NextTrial, o.NextTrial < trials ? new Suggestion.Point([]) : new Suggestion.Exhausted()),
        SweepWish.PausedRun => new SweepEvent.PausedRunFound(_setAside.Values.First()),
        SweepWish.WithdrawnRun w => new SweepEvent.WithdrawnRunFound(_runs
            .Where(r => r.Value is { Status: RunStatus.Cancelled, Attempts: 0 } && r.Key.CompareTo((w.Pass.Trial, w.Pass.Replicate)) > 0)
            .OrderBy(r => r.Key).Select(r => (RunId?)new RunId("s", r.Key.Item1, r.Key.Item2)).FirstOrDefault()),
        SweepWish.FailedRun f => new SweepEvent.FailedRunFound(_runs
            .Where(r => r.Value.Status == RunStatus.Failed && r.Key.CompareTo((f.Pass.Trial, f.Pass.Replicate)) > 0)
            .OrderBy(r => r.Key).Select(r => new FailedRun(new RunId("s", r.Key.Item1, r.Key.Item2), r.Value.Attempts, FailureCause.NonFinite)).FirstOrDefault()),
        _ => null,
    };

    private void Take(SweepTransition t)
    {
        var before = State;
        State = t.State;
        foreach (var tell in t.Tells) Hear(tell);
        foreach (var effect in t.Effects) Obey(effect);
        Assert.True(t.Tells.IsEmpty || t.Durable);
        Assert.True(State.InFlight.Length <= SweepLimits.InFlight(spec));
        Assert.Equal(State.Created, State.Finished + State.InFlight.Length + State.Paused);
        Assert.Equal(_setAside.Count, State.Paused);
        Assert.True(spec.Budget.Runs is null || State.Created - State.Skipped <= spec.Budget.Runs);
        Assert.Equal(State.Failed, State.FailuresByCause.Values.Sum());
        if (State.Phase is not SweepPhase.Active && before.Phase is not SweepPhase.Active)
            Assert.DoesNotContain(t.Effects, e => e is SweepEffect.StartRun or SweepEffect.TakeUpRun or SweepEffect.RetryRun or SweepEffect.ReviveRun);
    }

    private void Hear(TellRow tell)
    {
        Assert.Equal(Tells.Count, tell.Sequence);
        Tells.Add(tell);
        if (tell.Kind is TellKind.Paused) _setAside.Add(tell.Run, new PausedRun(tell.Run, tell.Attempts, 0, 0));
        else if (tell.Kind is not TellKind.Judged) _setAside.Remove(tell.Run);
    }

    private void Obey(SweepEffect effect)
    {
        var key = (effect.Trial, effect.Replicate);
        switch (effect)
        {
            case SweepEffect.StartRun:
                Assert.False(_runs.ContainsKey(key), "a run is started once");
                _runs[key] = new FakeRun { Status = RunStatus.Queued };
                break;
            case SweepEffect.RetryRun retry when _runs[key] is { Status: RunStatus.Failed } run && run.Attempts == retry.AfterAttempts:
                run.Status = RunStatus.Queued;
                break;
            case SweepEffect.CancelRun when _runs[key].Status is RunStatus.Queued or RunStatus.Paused: End(key, RunStatus.Cancelled); break;
            case SweepEffect.WithdrawRun withdraw when _runs[key] is { Status: RunStatus.Queued, Attempts: 0 } && withdraw.Order >= _runs[key].Order: End(key, RunStatus.Cancelled); break;
            case SweepEffect.ReviveRun revive when _runs[key] is { Status: RunStatus.Cancelled, Attempts: 0 } && IsNews(key, revive.Order): _runs[key].Status = RunStatus.Queued; break;
            case SweepEffect.PauseRun pause when IsNews(key, pause.Order): _runs[key].IsHeld = _runs[key].Status is RunStatus.Queued; break;
            case SweepEffect.ReleaseRun release when IsNews(key, release.Order): _runs[key].IsHeld = false; break;
            case SweepEffect.TakeUpRun takeUp when _runs[key].Status is RunStatus.Paused && IsNews(key, takeUp.Order): _runs[key].Status = RunStatus.Queued; break;
            case SweepEffect.PruneRun prune when _runs[key].Status is RunStatus.Paused && IsNews(key, prune.Order): End(key, RunStatus.Pruned); break;
        }
    }

    private bool IsNews((int, int) key, int order)
    {
        if (order <= _runs[key].Order) return false;
        _runs[key].Order = order;
        return true;
    }

    private void Judge(int pick)
    {
        if (UnderWay() is not { Length: > 0 } open) return;
        var key = open[pick % open.Length];
        var verdict = (RungVerdict)(1 + (pick % 3));
        _runs[key].Wanted = verdict;
        var told = new SweepEvent.RunJudged(new RunId("s", key.Trial, key.Replicate), 1, TestSupport.Sample.Observation(1, 1), new RungAnswer(verdict, null, "why"));
        Happen(told);
    }

    private void Finish(int pick)
    {
        if (UnderWay() is { Length: > 0 } open)
        {
            var key = open[pick % open.Length];
            _runs[key].Attempts++;
            var wanted = _runs[key].Wanted;
            _runs[key].Wanted = RungVerdict.Continue;
            End(key, wanted switch
            {
                RungVerdict.Pause => RunStatus.Paused,
                RungVerdict.Prune => RunStatus.Pruned,
                _ => pick % 3 == 0 ? RunStatus.Failed : RunStatus.Completed,
            });
        }
        if (_undelivered.Count == 0) return;
        var index = pick % _undelivered.Count;
        var told = _undelivered[index];
        _undelivered.RemoveAt(index);
        Happen(told);
    }

    private (int Trial, int Replicate)[] UnderWay() => [.. _runs.Where(r => r.Value.IsUnderWay).Select(r => r.Key).Order()];

    private void End((int Trial, int Replicate) key, RunStatus status)
    {
        var run = _runs[key];
        (run.Status, run.IsHeld) = (status, false);
        var told = new SweepEvent.RunFinished(new RunSummary(
            new RunId("s", key.Trial, key.Replicate), status, status == RunStatus.Failed ? FailureCause.NonFinite : null, run.Attempts, null)
        { Order = run.Order });
        _bag.Add(told);
        _undelivered.Add(told);
    }
}
