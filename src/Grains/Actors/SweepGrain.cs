using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Actors;

[GrainType("sweep")]
internal sealed class SweepGrain(
    [PersistentState("sweep", "Default")] IPersistentState<ActorRecord<SweepBook, SweepEffect>> stored,
    ILedger ledger, IExperimentRules rules, TimeProvider time, ILogger<SweepGrain> log) : Grain, ISweepGrain
{
    private readonly SweepSpan _span = new();
    private Actor<SweepBook, SweepEffect> _actor = null!;
    private SweepMemory? _memory;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var ports = new ActorPorts<SweepEffect>($"sweep {Id}", PerformAsync, e => $"{e.Trial}/{e.Replicate}", DeactivateOnIdle, time, log);
        _actor = new Actor<SweepBook, SweepEffect>(stored, new SweepBook(), ports);
        if (_actor.State.Sweep.Phase is SweepPhase.Unborn || await ledger.SweepAsync(Id, cancellationToken) is not { } row) return;
        _memory = await SweepMemory.LoadAsync(row, ledger, rules, cancellationToken);
        if (_actor.State.Sweep.Phase is not SweepPhase.Over) _span.Start(Id, _actor.State.TraceParent);
        _actor.Kick();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _actor.Stop();
        _span.End(_actor.State.Sweep.Phase.PublicStatus);
        return Task.CompletedTask;
    }

    public Task Begin(SweepSpec spec) => _actor.TurnAsync(() => BeginAsync(spec));

    public Task Finished(RunSummary summary) => _actor.TurnAsync(async () =>
    {
        if (_memory is null) return false;
        await ApplyAsync(new SweepEvent.RunFinished(summary));
        _memory.Finished(summary);
        return true;
    });

    public Task Progressed(LiveRun run)
    {
        _memory?.Progressed(run);
        return Task.CompletedTask;
    }

    public Task Cancel() => _actor.TurnAsync(() => ApplyAsync(new SweepEvent.CancelRequested()));

    public Task<int> RetryFailed(FailureCause? cause) => _actor.TurnAsync(async () =>
    {
        if (_memory is null || _actor.State.Sweep.Phase is SweepPhase.Ending or SweepPhase.Over { Status: SweepStatus.Cancelled }) return 0;
        var failed = await _memory.ReadFailedAsync(Id, ledger);
        var inFlight = _actor.State.Sweep.InFlight.Select(r => (r.Trial, r.Replicate)).ToHashSet();
        var count = failed.Count(r => (cause is null || r.Cause == cause) && !inFlight.Contains((r.Trial, r.Replicate)));
        if (count == 0) return 0;
        // Whoever is woken after a restart must be in the index before it has something to do.
        await GrainFactory.GetGrain<ISupervisorGrain>("main").Register(Id);
        await ApplyAsync(new SweepEvent.RetryRequested(cause));
        return count;
    });

    public Task<bool> Wake() => _actor.TurnAsync(async () =>
    {
        // Registered, but its submission was cut off before it began.
        if (_memory is null && await ledger.SweepAsync(Id, CancellationToken.None) is { Status: SweepStatus.Active } row) await BeginAsync(row.Spec);
        if (_memory is null) return false;
        await ApplyAsync(new SweepEvent.Woken());
        return _actor.State.Sweep.Phase is not SweepPhase.Over;
    });

    public Task<SweepSnapshot?> Snapshot() => Task.FromResult(_memory?.Snapshot(Id, _actor.State.Sweep));

    private async Task<bool> BeginAsync(SweepSpec spec)
    {
        if (_memory is { } known)
        {
            return known.Spec.Fingerprint == spec.Fingerprint
                ? true
                : throw new InvalidOperationException($"Sweep {Id} runs another experiment ({known.Spec.Fingerprint[..12]}, not {spec.Fingerprint[..12]}); submit again to get another id.");
        }
        var row = await ledger.SweepAsync(Id, CancellationToken.None)
            ?? throw new InvalidOperationException($"Sweep {Id} is not in the ledger; sweeps are begun by submitting them.");
        var memory = await SweepMemory.LoadAsync(row, ledger, rules, CancellationToken.None);
        var trace = _span.Start(Id, null);
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

    /// <summary>Within a turn: the event, and then whatever the sweep wants and can have at once, in one write.</summary>
    private async Task<bool> ApplyAsync(SweepEvent happened, string? trace = null)
    {
        if (_memory is not { } memory) return false;
        var before = _actor.State;
        var at = time.GetUtcNow();
        var transition = SweepMachine.Apply(memory.Spec, before.Sweep, happened, at);
        while (await GrantAsync(SweepMachine.Wish(memory.Spec, transition.State)) is { } answer)
        {
            var next = SweepMachine.Apply(memory.Spec, transition.State, answer, at);
            transition = next with { Effects = [.. transition.Effects, .. next.Effects], Durable = transition.Durable || next.Durable };
            if (!next.Durable) break;
        }
        var after = before with { Sweep = transition.State, TraceParent = trace ?? before.TraceParent };
        if (!transition.Durable)
        {
            _actor.Pass(after, transition.Effects);
            return true;
        }
        await SaveStatusAsync(before.Sweep, transition.State);
        await _actor.CommitAsync(after, transition.Effects);
        if (transition.State.Phase is SweepPhase.Over over && before.Sweep.Phase is not SweepPhase.Over) _span.End(over.Status);
        return true;
    }

    private async Task SaveStatusAsync(SweepState before, SweepState after)
    {
        var (was, now) = (before.Phase, after.Phase);
        if (was.GetType() == now.GetType()) return;
        log.SweepMoved(Id, now.PublicStatus.ToString(), after.Finished, now.PublicReason);
        if (was is SweepPhase.Over || now is SweepPhase.Over)
            await ledger.SetSweepStatusAsync(Id, now.PublicStatus, now.PublicReason, after.EndedAt, CancellationToken.None);
    }

    private async Task<SweepEvent?> GrantAsync(SweepWish wish)
    {
        switch (wish)
        {
            case SweepWish.Trial trial:
                // No sampler of the catalogue learns from results yet, so none reads the history.
                var suggestion = rules.Suggest(_memory!.Spec, SearchHistory.Empty, trial.Number);
                if (suggestion is Suggestion.Point point) await SaveTrialAsync(new TrialRow(Id, trial.Number, point.Assignment));
                return new SweepEvent.TrialProposed(trial.Number, suggestion);
            case SweepWish.FailedRun failed:
                return new SweepEvent.FailedRunFound(await _memory!.NextFailedAsync(Id, failed.Pass, ledger));
            default:
                return null;
        }
    }

    private async Task SaveTrialAsync(TrialRow row)
    {
        await ledger.SaveTrialAsync(row, CancellationToken.None);
        _memory!.Proposed(row);
    }

    private Task PerformAsync(SweepEffect effect)
    {
        var id = new RunId(Id, effect.Trial, effect.Replicate);
        var run = GrainFactory.GetGrain<ITrainingRunGrain>(id.ToString());
        return effect switch
        {
            SweepEffect.StartRun start => run.Start(RunPlans.Of(id, start, _memory!.Spec, _actor.State, rules)),
            SweepEffect.RetryRun retry => run.Retry(retry.AfterAttempts),
            SweepEffect.CancelRun => run.Cancel(),
            _ => run.Wake(),
        };
    }
}
