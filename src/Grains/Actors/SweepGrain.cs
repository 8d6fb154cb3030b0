using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Actors;

[GrainType("sweep")]
internal sealed class SweepGrain(
    [PersistentState("sweep", "Default")] IPersistentState<ActorRecord<SweepBook, SweepEffect>> stored,
    SweepServices services, TimeProvider time, ILogger<SweepGrain> log) : Grain, ISweepGrain
{
    private readonly ILedger _ledger = services.Ledger;
    private readonly SweepSpan _span = new();
    private readonly TurnLock _requests = new();
    private Actor<SweepBook, SweepEffect> _actor = null!;
    private readonly List<SweepEvent> _finished = [];
    private SweepMemory? _memory;
    private IPoolGrain? _pool;
    private EndedRuns _ended = null!;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var ports = new ActorPorts<SweepEffect>($"sweep {Id}", PerformAsync, e => $"{e.Trial}/{e.Replicate}", DeactivateOnIdle, time, log);
        _actor = new Actor<SweepBook, SweepEffect>(stored, new SweepBook(), ports);
        _ended = new EndedRuns(Id, _ledger);
        if (_actor.State.Sweep.Phase is SweepPhase.Unborn || await _ledger.SweepAsync(Id, cancellationToken) is not { } row) return;
        _memory = await SweepReading.LoadAsync(row, _actor.State.Sweep, _ledger, services.Rules, cancellationToken);
        if (_actor.State.Sweep.Phase is not SweepPhase.Over)
        {
            _span.Continue(Id, _actor.State.TraceParent);
            _span.Led(Id, row.Spec, _memory.BestValue);
        }
        _actor.Kick();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _actor.Stop();
        _span.End(Id, _actor.State.Sweep.Phase.PublicStatus);
        return Task.CompletedTask;
    }

    public Task Begin(SweepSpec spec)
    {
        var submission = SweepSpan.Submission;
        return _actor.TurnAsync(() => BeginAsync(spec, submission));
    }

    /// <summary>Whoever's turn comes first counts all that wait, in one write: runs end faster than single writes follow each other.</summary>
    public Task Finished(RunSummary summary)
    {
        _finished.Add(new SweepEvent.RunFinished(summary));
        return _actor.TurnAsync(() =>
        {
            var all = _finished.ToImmutableArray();
            _finished.Clear();
            return _memory is not null && !all.IsEmpty ? ApplyAsync(all) : Task.FromResult(false);
        });
    }

    public Task<RungAnswer> Judge(RunId run, double rung, ImmutableArray<Observation> curve) => _actor.TurnAsync(async () =>
    {
        var key = new RunKey(run.TrialNumber, run.Replicate);
        if (_memory is not { } memory) return RungAnswer.ToTheEnd;
        if (memory.Schedule.HasAnswered(key, rung, out var known)) return known;
        if (_actor.State.Sweep.Find(run) is null) return RungAnswer.ToTheEnd;
        memory.Schedule.Observed(key, curve);
        var answer = SweepControl.TrainsToTheEnd(_actor.State.Sweep) ? RungAnswer.ToTheEnd : memory.Schedule.Judge(key);
        await ApplyAsync(new SweepEvent.RunJudged(run, rung, curve[^1], answer));
        return answer;
    });

    public Task Progressed(LiveRun run)
    {
        _memory?.Progressed(run);
        return Task.CompletedTask;
    }

    public Task Pause() => _actor.TurnAsync(() => ApplyAsync(new SweepEvent.PauseRequested()));

    public Task Resume() => _actor.TurnAsync(async () =>
    {
        // Whoever is woken after a restart must be in the index before it has something to do.
        if (_actor.State.Sweep is { Stopped: true, Phase: SweepPhase.Over }) await GrainFactory.GetGrain<ISupervisorGrain>("main").Register(Id);
        return await ApplyAsync(new SweepEvent.ResumeRequested());
    });

    public Task Stop() => _actor.TurnAsync(() => ApplyAsync(new SweepEvent.StopRequested()));

    public Task Cancel() => _actor.TurnAsync(() => ApplyAsync(new SweepEvent.CancelRequested()));

    public Task<int> RetryFailed(FailureCause? cause) => _actor.TurnAsync(async () =>
    {
        if (_memory is null || _actor.State.Sweep.Phase is SweepPhase.Ending or SweepPhase.Finishing or SweepPhase.Over { Status: SweepStatus.Cancelled }) return 0;
        var failed = await _ended.ReadFailedAsync();
        var count = failed.Count(r => (cause is null || r.Cause == cause) && _actor.State.Sweep.Find(r.Run) is null);
        if (count == 0) return 0;
        // Whoever is woken after a restart must be in the index before it has something to do.
        await GrainFactory.GetGrain<ISupervisorGrain>("main").Register(Id);
        await ApplyAsync(new SweepEvent.RetryRequested(cause));
        return count;
    });

    public Task<bool> Wake() => _actor.TurnAsync(async () =>
    {
        // Registered, but its submission was cut off before it began.
        if (_memory is null && await _ledger.SweepAsync(Id, CancellationToken.None) is { Status: SweepStatus.Active } row) await BeginAsync(row.Spec, default);
        if (_memory is null) return false;
        await ApplyAsync(new SweepEvent.Woken());
        return _actor.State.Sweep.Phase is not SweepPhase.Over;
    });

    public Task<ImmutableArray<RunId>> InFlight() => Task.FromResult<ImmutableArray<RunId>>([.. _actor.State.Sweep.InFlight.Select(run => new RunId(Id, run.Trial, run.Replicate))]);

    public Task<AskedPoint> AskPoint(ImmutableArray<AssignedValue> point) => _actor.TurnAsync(async () =>
    {
        if (_memory is not { } memory) throw new ActorUnavailableException($"Sweep {Id} has not begun yet; ask again.");
        if (memory.Trials.NumberOf(point) is { } known) return new AskedPoint(known, null);
        if (AskedPoints.IsWaiting(_actor.State.Sweep, point)) return new AskedPoint(null, null);
        if (AskedPoints.MayAsk(memory.Spec, _actor.State.Sweep, point) is { } error) return new AskedPoint(null, error);
        await ApplyAsync(new SweepEvent.PointAsked(point));
        return new AskedPoint(memory.Trials.NumberOf(point), null);
    });

    public Task<SweepSnapshot?> Snapshot() => Task.FromResult(_memory is null ? null : _memory.Snapshot(Id, _actor.State.Sweep) with { LedgerTrouble = _ledger.Trouble });

    private async Task<bool> BeginAsync(SweepSpec spec, ActivityContext submission)
    {
        if (_memory is { } known)
        {
            return known.Spec.Fingerprint == spec.Fingerprint
                ? true
                : throw new InvalidOperationException($"Sweep {Id} runs another experiment ({known.Spec.Fingerprint[..12]}, not {spec.Fingerprint[..12]}); submit again to get another id.");
        }
        var row = await _ledger.SweepAsync(Id, CancellationToken.None)
            ?? throw new InvalidOperationException($"Sweep {Id} is not in the ledger; sweeps are begun by submitting them.");
        var memory = await SweepReading.LoadAsync(row, _actor.State.Sweep, _ledger, services.Rules, CancellationToken.None);
        var trace = _span.Begin(Id, submission);
        _memory = memory;
        try
        {
            return await ApplyAsync(new SweepEvent.Begun(row.SubmittedAt), trace);
        }
        catch
        {
            _memory = null;
            throw;
        }
    }

    private Task<bool> ApplyAsync(SweepEvent happened, string? trace = null) => ApplyAsync([happened], trace);

    private async Task<bool> ApplyAsync(ImmutableArray<SweepEvent> happened, string? trace = null)
    {
        if (_memory is not { } memory) return false;
        try
        {
            return await ApplyAsync(memory, happened, trace);
        }
        catch
        {
            _actor.Abandon();
            throw;
        }
    }

    /// <summary>Within a turn: the events, and then whatever the sweep wants and can have at once, in one write.</summary>
    private async Task<bool> ApplyAsync(SweepMemory memory, ImmutableArray<SweepEvent> happened, string? trace)
    {
        var before = _actor.State;
        var at = time.GetUtcNow();
        var rows = new SweepRows(Id, memory);
        var answers = new SweepAnswers(Id, trace ?? before.TraceParent, memory, _ended, services);
        var transition = SweepTransition.None(before.Sweep);
        foreach (var each in happened) transition = Step(memory, rows, transition, each, at);
        while (await answers.ToAsync(SweepMachine.Wish(memory.Spec, transition.State)) is { } answer)
        {
            var next = SweepMachine.Apply(memory.Spec, transition.State, answer, at);
            rows.Add(answer, next, at);
            transition = next.After(transition);
            if (!next.Durable) break;
        }
        var after = before with { Sweep = transition.State, TraceParent = trace ?? before.TraceParent };
        if (!transition.Durable)
        {
            _actor.Pass(after, transition.Effects);
            return true;
        }
        var turn = _ledger.BeginTurn();
        await rows.SaveAsync(_ledger);
        await SaveStatusAsync(before.Sweep, transition.State);
        await _actor.CommitAsync(after, transition.Effects);
        await turn.CloseAsync();
        _span.Led(Id, memory.Spec, memory.BestValue);
        if (transition.State.Phase is SweepPhase.Over over && before.Sweep.Phase is not SweepPhase.Over) _span.End(Id, over.Status);
        return true;
    }

    private static SweepTransition Step(SweepMemory memory, SweepRows rows, SweepTransition before, SweepEvent happened, DateTimeOffset at)
    {
        var step = SweepMachine.Apply(memory.Spec, before.State, happened, at);
        rows.Add(happened, step, at);
        var transition = step.After(before);
        foreach (var reached in step.Tells.Select(tell => memory.Trials.Reaches(tell.Run.TrialNumber)).OfType<TrialScore>())
            transition = SweepMachine.Apply(memory.Spec, transition.State, new SweepEvent.TargetReached(reached), at).After(transition);
        return transition;
    }

    private async Task SaveStatusAsync(SweepState before, SweepState after)
    {
        var (was, now) = (before.Phase, after.Phase);
        if (was.GetType() == now.GetType() && was.PublicReason == now.PublicReason) return;
        log.SweepMoved(Id, now.PublicStatus.ToString(), after.Finished, now.PublicReason);
        if (was.PublicStatus != now.PublicStatus || (now is SweepPhase.Over && was.PublicReason != now.PublicReason))
            await _ledger.SetSweepStatusAsync(Id, now.PublicStatus, now.PublicReason, after.EndedAt, CancellationToken.None);
    }

    private Task PerformAsync(SweepEffect effect)
    {
        var id = new RunId(Id, effect.Trial, effect.Replicate);
        var run = services.Runs[id];
        return effect switch
        {
            SweepEffect.StartRun start => StartAsync(run, RunPlans.Of(id, start, _memory!.Spec, _actor.State, services.Rules)),
            SweepEffect.RetryRun retry => run.Retry(retry.AfterAttempts),
            SweepEffect.CancelRun => run.Cancel(),
            SweepEffect.WithdrawRun withdraw => run.Withdraw(withdraw.Order),
            SweepEffect.ReviveRun revive => run.Revive(revive.Order),
            SweepEffect.PauseRun pause => run.Pause(pause.Order),
            SweepEffect.ReleaseRun release => run.Release(release.Order),
            SweepEffect.TakeUpRun takeUp => run.TakeUp(takeUp.Order, takeUp.NextRung),
            SweepEffect.HandOver over => run.TakeOver(over.Order, over.NextRung, new Takeover(over.Checkpoint, over.Assignment, services.Rules.Settings(_memory!.Spec, over.Assignment))),
            SweepEffect.PruneRun prune => run.Prune(prune.Order, prune.Why),
            _ => run.Wake(),
        };
    }

    /// <summary>Runs are started together and queue for devices one after the other.</summary>
    private Task<bool> StartAsync(ITrainingRunGrain run, RunPlan plan)
    {
        var started = run.Start(plan);
        return _requests.RunAsync(async () =>
        {
            if (await started is { } wanted) await (_pool ??= GrainFactory.GetGrain<IPoolGrain>("main")).Request(wanted);
            return true;
        });
    }
}
