using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.TestSupport;

namespace Orchestrator.Grains.Tests.Runs;

/// <summary>
/// A run with a pool and workers around it that answer its effects with messages, kept in a bag and delivered in any order,
/// some of them twice. Checks at every step what must always hold.
/// </summary>
internal sealed class RunWorld
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Outcome[] Outcomes =
    [
        new Outcome.Completed(null), new Outcome.Failed(FailureCause.Internal, "x"), new Outcome.Failed(FailureCause.StepSizeUnderflow, "x"),
        new Outcome.Interrupted(), new Outcome.Completed(null), new Outcome.Pruned("its own rule"),
    ];

    private readonly RunPlan _plan = Sample.Plan(new RunId("s", 0, 0));
    private readonly List<RunEvent> _bag = [new RunEvent.Started()];
    private readonly List<Lease> _granted = [];
    private readonly HashSet<Lease> _released = [];
    private readonly HashSet<Lease> _lost = [];
    private int _clock;
    private int _order;

    public RunState State { get; private set; } = RunState.Initial;
    public int TimesFinished { get; private set; }
    public int TimesTold { get; private set; }
    public int TimesSetAside { get; private set; }
    public int TimesToldSetAside { get; private set; }
    public IEnumerable<Lease> Kept => _granted.Where(l => !_released.Contains(l) && !_lost.Contains(l));

    /// <summary>One step of a schedule: a choice of what happens next.</summary>
    public void Step(int choice)
    {
        var (kind, pick) = (choice % 16, choice / 16);
        switch (kind)
        {
            case 0 when _granted.Count > 0: Lose(_granted[pick % _granted.Count]); break;
            case 1 when pick % 20 == 0: Happen(new RunEvent.CancelRequested()); break;
            case 2: Happen(new RunEvent.Woken()); break;
            case 3: Happen(new RunEvent.RetryRequested(pick % 5)); break;
            case 4 or 5 when _bag.Count > 0: Happen(_bag[pick % _bag.Count]); break;
            case 6 when pick % 2 == 0: Happen(new RunEvent.PauseRequested(Order(pick))); break;
            case 7: Happen(new RunEvent.ReleaseRequested(Order(pick))); break;
            case 8: Happen(new RunEvent.TakenUp(Order(pick), pick)); break;
            case 9 when pick % 9 == 0: Happen(new RunEvent.PruneRequested(Order(pick), "why")); break;
            case 9 when pick % 9 == 1: Happen(new RunEvent.WithdrawalRequested(Order(pick))); break;
            case 9 when pick % 9 < 5: Happen(new RunEvent.RevivalRequested(Order(pick))); break;
            case 10 when State.Phase.Held is { } held: Judge(held, pick); break;
            case 11 when _granted.Count > 0: Judge(_granted[pick % _granted.Count], pick); break;
            default: Deliver(pick); break;
        }
    }

    /// <summary>A new command, or a late copy of an earlier one.</summary>
    private int Order(int pick) => pick % 4 == 3 ? pick % (_order + 1) : ++_order;

    /// <summary>The worker hears of a verdict from the answer to its report.</summary>
    private void Judge(Lease lease, int pick)
    {
        Happen(new RunEvent.Judged(lease, 3, new RungAnswer((RungVerdict)(1 + (pick % 3)), 9, "why")));
        if (State.Phase is RunPhase.Pausing or RunPhase.Pruning) _bag.Add(new RunEvent.Ended(State.Phase.Held!, new Outcome.Interrupted()));
    }

    /// <summary>Cancel, and let everybody answer.</summary>
    public void CancelAndSettle()
    {
        while (_bag.Count > 0 && State.Phase is RunPhase.Unplanned) Deliver(0);
        Happen(new RunEvent.CancelRequested());
        for (var round = 0; round < 5; round++)
        {
            while (_bag.Count > 0) Deliver(0);
            Happen(new RunEvent.Woken());
        }
        while (_bag.Count > 0) Deliver(0);
    }

    private void Deliver(int pick)
    {
        if (_bag.Count == 0) return;
        var index = pick % _bag.Count;
        var happened = _bag[index];
        _bag.RemoveAt(index);
        Happen(happened);
    }

    /// <summary>The pool takes a lease back because its worker is gone.</summary>
    private void Lose(Lease lease)
    {
        if (_released.Contains(lease)) return;
        _lost.Add(lease);
        _bag.Add(new RunEvent.LeaseLost(lease));
    }

    private void Happen(RunEvent happened)
    {
        var before = State;
        var t = RunMachine.Apply(_plan, State, happened, Start.AddSeconds(_clock++));
        State = t.State;
        if (before.Phase is RunPhase.Finished && happened is not (RunEvent.RetryRequested or RunEvent.RevivalRequested)) Assert.Equal(before, State);
        if (before.Phase is not RunPhase.Finished && State.Phase is RunPhase.Finished) TimesFinished++;
        if (before.Phase is not RunPhase.Paused && State.Phase is RunPhase.Paused { By: PausedBy.Scheduler }) TimesSetAside++;
        if (State.Phase is RunPhase.Paused or RunPhase.Queued or RunPhase.Finished) Assert.Null(State.Phase.Held);
        // Woken at its end, a run says again how it ended; that is not counted here.
        foreach (var effect in t.Effects.Where(e => t.Durable || e is not RunEffect.TellSweep)) Answer(effect);
        // Who starts a run asks the pool for it.
        if (before.Phase is RunPhase.Unplanned && State.Phase is RunPhase.Queued) Answer(new RunEffect.RequestLease(State.Attempt));
        if (State.Phase.Held is { } held) Assert.DoesNotContain(held, _released);
        Assert.True(State.Attempt >= before.Attempt, "attempt numbers never fall");
        Assert.True(t.Durable || t.State.Phase.GetType() == before.Phase.GetType(), "a change of phase is always durable");
    }

    private void Answer(RunEffect effect)
    {
        switch (effect)
        {
            case RunEffect.RequestLease request:
                var lease = new Lease(_plan.Id, request.Attempt, _granted.Count + 1, "w", "cpu", false) { Slots = 1 };
                _granted.Add(lease);
                _bag.Add(new RunEvent.Granted(lease));
                break;
            case RunEffect.ReleaseLease release: _released.Add(release.Lease); break;
            case RunEffect.ConfirmLease confirm when _lost.Contains(confirm.Lease): _bag.Add(new RunEvent.LeaseLost(confirm.Lease)); break;
            case RunEffect.BeginRun begin:
                Assert.DoesNotContain(begin.Lease, _released);
                var reference = new CheckpointRef(_plan.Id, begin.Lease.Epoch, 3, "00");
                _bag.Add(new RunEvent.Reported(begin.Lease, new Progress(3, [Sample.Observation(3, 1)], reference)));
                _bag.Add(new RunEvent.Ended(begin.Lease, Outcomes[(int)begin.Lease.Epoch % Outcomes.Length]));
                break;
            case RunEffect.StopRun stop: _bag.Add(new RunEvent.Ended(stop.Lease, new Outcome.Interrupted())); break;
            case RunEffect.TellSweep when State.Phase is RunPhase.Finished: TimesTold++; break;
            case RunEffect.TellSweep: TimesToldSetAside++; break;
        }
    }
}
