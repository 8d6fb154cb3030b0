using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Tests.Sweeps;

/// <summary>A sweep with runs around it that answer in any order, some of them twice. Checks at every step what must always hold.</summary>
internal sealed class SweepWorld(SweepSpec spec, int trials)
{
    private readonly Dictionary<(int, int), FakeRun> _runs = [];
    private readonly List<SweepEvent> _bag = [];
    private readonly List<SweepEvent> _undelivered = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public SweepState State { get; private set; } = SweepState.Initial;
    public IReadOnlyDictionary<(int Trial, int Replicate), FakeRun> Runs => _runs;

    public sealed class FakeRun
    {
        public int Attempts { get; set; }
        public RunStatus Status { get; set; }
    }

    public void Begin() => Happen(new SweepEvent.Begun(_now));

    public void Step(int choice)
    {
        var (kind, pick) = (choice % 10, choice / 10);
        switch (kind)
        {
            case 0: Happen(new SweepEvent.Woken()); break;
            case 1: Happen(new SweepEvent.Begun(_now)); break;
            case 2 when pick % 10 == 0: Happen(new SweepEvent.CancelRequested()); break;
            case 3 when _runs.Values.Any(r => r.Status == RunStatus.Failed): Happen(new SweepEvent.RetryRequested(null)); break;
            case 4 when _bag.Count > 0: Happen(_bag[pick % _bag.Count]); break;
            default: Finish(pick); break;
        }
    }

    /// <summary>Everything that is in flight finishes, until nothing is.</summary>
    public void Settle()
    {
        for (var i = 0; State.Phase is not SweepPhase.Over; i++)
        {
            Assert.True(i < 10_000, "the sweep never ends");
            Finish(i);
        }
    }

    public void Happen(SweepEvent happened)
    {
        _now = _now.AddSeconds(1);
        Take(SweepMachine.Apply(spec, State, happened, _now));
        while (Answer(SweepMachine.Wish(spec, State)) is { } answer)
        {
            var before = State;
            Take(SweepMachine.Apply(spec, State, answer, _now));
            if (State == before) break;
        }
    }

    private SweepEvent? Answer(SweepWish wish) => wish switch
    {
        SweepWish.Trial t => new SweepEvent.TrialProposed(t.Number, t.Number < trials ? new Suggestion.Point([]) : new Suggestion.Exhausted()),
        SweepWish.FailedRun f => new SweepEvent.FailedRunFound(_runs
            .Where(r => r.Value.Status == RunStatus.Failed && r.Key.CompareTo((f.Pass.Trial, f.Pass.Replicate)) > 0)
            .OrderBy(r => r.Key).Select(r => new FailedRun(r.Key.Item1, r.Key.Item2, r.Value.Attempts, FailureCause.NonFinite)).FirstOrDefault()),
        _ => null,
    };

    private void Take(SweepTransition t)
    {
        State = t.State;
        foreach (var effect in t.Effects) Obey(effect);
        Assert.True(State.InFlight.Length <= SweepMachine.Window);
        Assert.Equal(State.Created, State.Finished + State.InFlight.Length);
        Assert.True(spec.Budget.Runs is null || State.Created <= spec.Budget.Runs);
        Assert.Equal(State.Failed, State.FailuresByCause.Values.Sum());
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
            case SweepEffect.CancelRun when _runs[key].Status == RunStatus.Queued:
                End(key, RunStatus.Cancelled);
                break;
        }
    }

    private void Finish(int pick)
    {
        var open = _runs.Where(r => r.Value.Status == RunStatus.Queued).Select(r => r.Key).Order().ToArray();
        if (open.Length > 0)
        {
            var key = open[pick % open.Length];
            _runs[key].Attempts++;
            End(key, (pick % 3) switch { 0 => RunStatus.Failed, _ => RunStatus.Completed });
        }
        if (_undelivered.Count == 0) return;
        var index = pick % _undelivered.Count;
        var told = _undelivered[index];
        _undelivered.RemoveAt(index);
        Happen(told);
    }

    private void End((int Trial, int Replicate) key, RunStatus status)
    {
        var run = _runs[key];
        run.Status = status;
        var told = new SweepEvent.RunFinished(new RunSummary(
            new RunId("s", key.Trial, key.Replicate), status, status == RunStatus.Failed ? FailureCause.NonFinite : null, run.Attempts, null));
        _bag.Add(told);
        _undelivered.Add(told);
    }
}
