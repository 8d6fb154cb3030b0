using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Asking;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Actors;

[GrainType("run")]
internal sealed class TrainingRunGrain(
    [PersistentState("run", "Default")] IPersistentState<ActorRecord<RunBook, RunEffect>> stored,
    ILedger ledger, RunEffects effects, TimeProvider time, ILogger<TrainingRunGrain> log) : Grain, ITrainingRunGrain
{
    private readonly RunActivity _activity = new();
    private readonly WatchedFit _fit = new();
    private Actor<RunBook, RunEffect> _actor = null!;
    private ISweepGrain? _sweep;

    private ISweepGrain Sweep => _sweep ??= GrainFactory.GetGrain<ISweepGrain>(_actor.State.Plan!.Id.SweepId);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var ports = new ActorPorts<RunEffect>($"run {this.GetPrimaryKeyString()}", PerformAsync, RunEffects.LaneOf, DeactivateOnIdle, time, log) { Drained = LeaveWhenOver };
        _actor = new Actor<RunBook, RunEffect>(stored, new RunBook(), ports);
        _activity.Entered(_actor.State.Run.Phase);
        _actor.Kick();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _actor.Stop();
        _activity.Left();
        return Task.CompletedTask;
    }

    public Task<LeaseRequest?> Start(RunPlan plan) => _actor.TurnAsync(async () =>
    {
        await ApplyAsync(_actor.State with { Plan = _actor.State.Plan ?? plan }, new RunEvent.Started());
        return _actor.State is { Run: { Phase: RunPhase.Queued, Attempt: 1 }, Plan.Resources.IsExternal: false } ? _actor.State.LeaseRequest() : null;
    });

    public Task Granted(Lease lease) => TurnAsync(new RunEvent.Granted(lease));

    public Task<Directive> Report(Lease lease, Progress progress) => _actor.TurnAsync(async () =>
    {
        var book = _actor.State;
        if (book.Run.Phase.Held != lease)
        {
            await NoteLateAsync(lease, $"a report at iteration {progress.Iteration}");
            return new Directive.Stop(StopReason.Superseded);
        }
        if (progress.Fit is { } fit) _fit.Came(fit);
        await ApplyAsync(book, await EventsOfAsync(book, lease, progress), Unsaved(book, progress));
        TellProgress();
        return DirectiveOf(_actor.State.Run);
    });

    public Task Ended(Lease lease, Outcome outcome, Progress? last) => _actor.TurnAsync(async () =>
    {
        var book = _actor.State;
        var ended = new RunEvent.Ended(lease, outcome);
        if (book.Run.Phase.Held == lease) return await ApplyAsync(book, last is null ? [ended] : [.. await EventsOfAsync(book, lease, last), ended], Unsaved(book, last));
        await NoteLateAsync(lease, $"the end ({RunRows.EndText(outcome)})");
        return await ApplyAsync(book, ended);
    });

    public Task LeaseLost(Lease lease) => TurnAsync(new RunEvent.LeaseLost(lease));

    public Task Cancel() => TurnAsync(new RunEvent.CancelRequested());

    public Task Withdraw(int order) => TurnAsync(new RunEvent.WithdrawalRequested(order));

    public Task Revive(int order) => TurnAsync(new RunEvent.RevivalRequested(order));

    public Task Pause(int order) => TurnAsync(new RunEvent.PauseRequested(order));

    public Task Release(int order) => TurnAsync(new RunEvent.ReleaseRequested(order));

    public Task TakeUp(int order, double? nextRung) => TurnAsync(new RunEvent.TakenUp(order, nextRung));

    public Task TakeOver(int order, double? nextRung, Takeover takeover) => _actor.TurnAsync(() =>
    {
        var book = _actor.State;
        if (RunHolding.MayTakeOver(book.Run, order)) book = book with { Plan = book.Plan! with { Assignment = takeover.Assignment, Settings = takeover.Settings } };
        return ApplyAsync(book, new RunEvent.TakenOver(order, nextRung, takeover.Checkpoint));
    });

    public Task Prune(int order, string why) => TurnAsync(new RunEvent.PruneRequested(order, why));

    public Task Retry(int afterAttempts) => TurnAsync(new RunEvent.RetryRequested(afterAttempts));

    public Task<RunPlan?> Ask(string asker, Handing handing) => _actor.TurnAsync(async () =>
    {
        var book = _actor.State;
        if (book.Plan is not { Resources.IsExternal: true } plan) return null;
        if (book.Run.Phase is RunPhase.Queued && handing == Handing.AlsoWaiting) await ApplyAsync(book, new RunEvent.Granted(ForeignRuns.Lease(plan, book.Run.Attempt, asker)));
        else if (book.Run.Phase.Held?.Worker != asker) return null;
        return plan;
    });

    public Task<TellAnswer> Tell(ImmutableArray<MetricValue> values)
        => EndForeignAsync(new Outcome.Completed(null), plan => ToldMetrics.Observation(plan.Settings.Training.Iterations, values));

    public Task<TellAnswer> TellFailure(string message) => EndForeignAsync(new Outcome.Failed(FailureCause.WorkloadError, message), _ => null);

    public Task<LiveFit?> LiveFit() => Task.FromResult(_fit.Look());

    public async Task Wake()
    {
        await TurnAsync(new RunEvent.Woken());
        if (_actor.State.Run.Phase.Held is not null) TellProgress();
    }

    /// <summary>A run that is over and has told everybody is rarely asked for again; a large sweep has too many of them to keep.</summary>
    private void LeaveWhenOver()
    {
        if (_actor.State.Run.Phase is RunPhase.Finished) DeactivateOnIdle();
    }

    private Task<bool> TurnAsync(RunEvent happened) => _actor.TurnAsync(() => ApplyAsync(_actor.State, happened));

    private Directive DirectiveOf(RunState run) => run.Phase switch
    {
        RunPhase.Stopping => new Directive.Stop(StopReason.Cancelled),
        RunPhase.Pruning => new Directive.Stop(StopReason.Pruned),
        RunPhase.Pausing => new Directive.Stop(StopReason.Interrupted),
        _ => new Directive.Continue { NextRung = run.NextRung, WantsFit = _fit.IsWanted },
    };

    /// <summary>Who judges reads observations, so that they are saved before; all others with the state.</summary>
    private static Progress? Unsaved(RunBook book, Progress? progress) => book.Run.NextRung is null ? progress : null;

    private async Task<ImmutableArray<RunEvent>> EventsOfAsync(RunBook book, Lease lease, Progress progress)
    {
        var reported = new RunEvent.Reported(lease, progress);
        if (book.Run.NextRung is null) return [reported];
        await SaveObservationsAsync(book, progress);
        return [reported, .. await JudgeAsync(book, lease, progress)];
    }

    /// <summary>
    /// The sweep's answers for the levels that these observations have reached, which are durable by now. Asked again after a crash, it
    /// answers the same.
    /// </summary>
    private async Task<ImmutableArray<RunEvent>> JudgeAsync(RunBook book, Lease lease, Progress progress)
    {
        var (plan, run) = (book.Plan!, book.Run);
        var judgements = ImmutableArray.CreateBuilder<RunEvent>();
        foreach (var observation in progress.Observations.IsDefault ? [] : progress.Observations)
        {
            while (run.NextRung is { } rung && CurvePoints.ResourceOf(plan.RungResource, observation) >= rung && run.Phase is not RunPhase.Stopping)
            {
                var curve = await ledger.CurveAsync(plan.Id, run.JudgedIteration, observation.Iteration, CancellationToken.None);
                var answer = await Sweep.Judge(plan.Id, rung, curve.IsEmpty ? [observation] : curve);
                var judged = new RunEvent.Judged(lease, observation.Iteration, answer);
                judgements.Add(judged);
                run = RunMachine.Apply(plan, run, judged, time.GetUtcNow()).State;
            }
        }
        return judgements.ToImmutable();
    }

    private Task<TellAnswer> EndForeignAsync(Outcome outcome, Func<RunPlan, Observation?> measured) => _actor.TurnAsync(async () =>
    {
        var book = _actor.State;
        var last = book.Plan is { Resources.IsExternal: true } plan ? measured(plan) : null;
        if (ForeignRuns.KnownAnswer(book, outcome, last) is { } known) return known;
        var progress = last is null ? null : new Progress(last.Iteration, [last], null);
        var held = book.Run.Phase.Held!;
        await ApplyAsync(book, [.. progress is null ? ImmutableArray<RunEvent>.Empty : [new RunEvent.Reported(held, progress)], new RunEvent.Ended(held, outcome)], progress);
        return new TellAnswer.Counted();
    });

    private Task<bool> ApplyAsync(RunBook book, RunEvent happened) => ApplyAsync(book, [happened]);

    /// <summary>Within a turn. Rows are durable with the state that acknowledges them, or before it.</summary>
    /// <param name="news">Observations that are not saved yet.</param>
    private async Task<bool> ApplyAsync(RunBook book, ImmutableArray<RunEvent> events, Progress? news = null)
    {
        var before = book.Run;
        var at = time.GetUtcNow();
        var transition = RunTransition.None(before);
        foreach (var happened in events) transition = RunMachine.Apply(book.Plan!, transition.State, happened, at).After(transition);
        var after = book with { Run = transition.State };
        if (!transition.Durable)
        {
            await SaveObservationsAsync(book, news);
            _actor.Pass(after, transition.Effects);
            return false;
        }
        var turn = ledger.BeginTurn();
        await SaveObservationsAsync(book, news);
        await SaveRowsAsync(book.Plan!, before, transition);
        await NoteFailureAsync(before, events, transition.State, at);
        await _actor.CommitAsync(after with { Run = after.Run.WithoutFit() }, transition.Effects);
        await turn.CloseAsync();
        if (transition.State.Phase != before.Phase) Moved(before, transition.State, at);
        return true;
    }

    private Task SaveObservationsAsync(RunBook book, Progress? news) => news is { Observations: { IsDefaultOrEmpty: false } observations }
        ? ledger.SaveObservationsAsync(book.Plan!.Id, book.Run.Attempt, observations, CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>At once: where a row is written by itself, they share a commit.</summary>
    private Task SaveRowsAsync(RunPlan plan, RunState before, RunTransition transition) => Task.WhenAll(
    [
        .. transition.Attempts.Select(attempt => ledger.SaveAttemptAsync(attempt, CancellationToken.None)),
        transition.State != before ? ledger.SaveRunAsync(RunRows.Run(plan, transition.State), CancellationToken.None) : Task.CompletedTask,
        transition.State.Phase is RunPhase.Finished && before.Phase is not RunPhase.Finished ? ledger.DeleteCheckpointsAsync(plan.Id, CancellationToken.None) : Task.CompletedTask,
    ]);

    /// <summary>Why an attempt failed stands in the run's row where the run ends with it; where it is tried again, nowhere else.</summary>
    private async Task NoteFailureAsync(RunState before, ImmutableArray<RunEvent> events, RunState after, DateTimeOffset at)
    {
        if (after.Phase is not RunPhase.Finished && events is [.., RunEvent.Ended { Outcome: Outcome.Failed failed }])
            await ledger.AppendLogAsync(RunId.Parse(this.GetPrimaryKeyString()), at, $"why attempt {before.Attempt} failed: {failed.Message}", CancellationToken.None);
    }

    private void Moved(RunState before, RunState after, DateTimeOffset at)
    {
        _activity.Moved(before, after, at);
        log.RunMoved(this.GetPrimaryKeyString(), after.Phase.GetType().Name, after.Attempt);
        if (after.Phase is not RunPhase.Finished)
        {
            TellProgress();
            return;
        }
        log.RunOver(this.GetPrimaryKeyString(), after.Attempt);
        _fit.Forget();
    }

    private void TellProgress()
    {
        var book = _actor.State;
        _ = Sweep.Progressed(RunRows.Live(book.Plan!, book.Run));
    }

    private async Task NoteLateAsync(Lease lease, string what)
    {
        log.TooLate(this.GetPrimaryKeyString(), what, lease.Attempt, lease.Epoch);
        await ledger.AppendLogAsync(
            RunId.Parse(this.GetPrimaryKeyString()), time.GetUtcNow(), $"{what} of attempt {lease.Attempt} (lease {lease.Epoch}) came too late and changes nothing", CancellationToken.None);
    }

    private async Task PerformAsync(RunEffect effect)
    {
        if (await effects.PerformAsync(_actor.State, effect) == Performed.Refused)
            await TurnAsync(new RunEvent.Refused(((RunEffect.BeginRun)effect).Lease));
    }
}
