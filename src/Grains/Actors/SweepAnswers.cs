using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Actors;

/// <summary>Looks up what a sweep wishes to know: asks its scheduler, its sampler and the ledger.</summary>
internal sealed class SweepAnswers(string sweepId, string? sweepTrace, SweepMemory memory, EndedRuns ended, SweepServices services)
{
    /// <summary>Null: no wish.</summary>
    public async Task<SweepEvent?> ToAsync(SweepWish wish) => wish switch
    {
        SweepWish.Opening opening => await UseAsync(opening, opening.MayBegin),
        SweepWish.PausedRun => new SweepEvent.PausedRunFound(memory.Schedule.AnyPaused()),
        SweepWish.WithdrawnRun w => new SweepEvent.WithdrawnRunFound(await ended.NextWithdrawnAsync(w.Pass)),
        SweepWish.FailedRun f => new SweepEvent.FailedRunFound(await ended.NextFailedAsync(f.Pass)),
        _ => null,
    };

    private async Task<SweepEvent> UseAsync(SweepWish.Opening place, bool moreTrials) => memory.Schedule.Next(moreTrials) switch
    {
        Opening.Resume resume => new SweepEvent.RunTakenUp(memory.Schedule.Paused(resume.Run), resume.NextRung),
        Opening.TakeOver takeOver => await HandOverAsync(takeOver),
        Opening.NewTrial when moreTrials && place.Open is { } open => await ReuseAsync(open) ?? Admit(open),
        Opening.NewTrial when moreTrials => await SuggestAsync(place),
        Opening.Finish finish => new SweepEvent.NothingMore(finish.Why),
        _ => new SweepEvent.NothingToStart(),
    };

    private async Task<SweepEvent.RunTakenUp> HandOverAsync(Opening.TakeOver found)
    {
        var paused = memory.Schedule.Paused(found.Run);
        return new SweepEvent.RunTakenUp(paused, found.NextRung) { Handover = await services.Handovers.MakeAsync(paused.Run, found.Source.Trial, found.Assignment) };
    }

    /// <summary>Null: nothing is known of such a run, or the sweep wants to train it again.</summary>
    private async Task<SweepEvent?> ReuseAsync(OpenTrial open)
        => memory.Spec.Search.Duplicates is Duplicates.Reuse
            && memory.Trials.SameAs(open.Number, open.NextReplicate) is { } same
            && await services.Ledger.RunAsync(new RunId(sweepId, same, open.NextReplicate), CancellationToken.None) is { Status: RunStatus.Completed } source
                ? new SweepEvent.RunReused(new RunId(sweepId, open.Number, open.NextReplicate), source)
                : null;

    private SweepEvent.RunAdmitted Admit(OpenTrial open)
        => new(new RunId(sweepId, open.Number, open.NextReplicate), memory.Schedule.Admit(new RunKey(open.Number, open.NextReplicate)));

    private async Task<SweepEvent> SuggestAsync(SweepWish.Opening place)
    {
        var suggestion = await AskSamplerAsync(place.NextTrial);
        if (suggestion is Suggestion.WaitForResults && !place.Asked.IsDefault) suggestion = new Suggestion.Point(place.Asked);
        if (suggestion is not Suggestion.WaitForResults) return new SweepEvent.TrialProposed(place.NextTrial, suggestion);
        // Where points come from outside, none now does not mean that the scheduler has seen the last of them.
        return Samplers.For(memory.Spec).Proposes ? await UseAsync(place, moreTrials: false) : new SweepEvent.NothingToStart();
    }

    private async Task<Suggestion> AskSamplerAsync(long trial)
    {
        var spec = memory.Spec;
        using var span = SuggestSpan.Start(sweepId, sweepTrace, spec.Search.Kind, trial);
        // A model takes milliseconds: not on the grain's scheduler.
        return await Task.Run(() => services.Rules.Suggest(spec, memory.Trials.All, trial));
    }
}

/// <summary>Rows that a turn of a sweep adds to the ledger, before the state that counts them.</summary>
internal sealed class SweepRows(string sweepId, SweepMemory memory)
{
    private readonly List<TrialRow> _trials = [];
    private readonly List<TellRow> _tells = [];
    private readonly List<RunRow> _untrained = [];

    /// <summary>Takes note of a step of the turn: in memory at once, because the next step builds on it.</summary>
    public void Add(SweepEvent happened, SweepTransition transition, DateTimeOffset at)
    {
        if (!transition.Durable) return;
        if (happened is SweepEvent.TrialProposed { Suggestion: Suggestion.Point point } proposed)
        {
            var row = new TrialRow(sweepId, proposed.Number, point.Assignment) { TellsSeen = transition.State.Told };
            memory.Proposed(row);
            _trials.Add(row);
        }
        if (happened is SweepEvent.RunAdmitted admitted) Admitted(admitted, at);
        if (happened is SweepEvent.RunReused reused) Reused(reused, at);
        foreach (var tell in transition.Tells) memory.Heard(tell);
        _tells.AddRange(transition.Tells);
    }

    public Task SaveAsync(ILedger ledger) => Task.WhenAll(
    [
        ledger.SaveTellsAsync([.. _tells], CancellationToken.None),
        .. _trials.Select(row => ledger.SaveTrialAsync(row, CancellationToken.None)),
        .. _untrained.Select(row => ledger.SaveRunAsync(row, CancellationToken.None)),
    ]);

    private void Admitted(SweepEvent.RunAdmitted admitted, DateTimeOffset at)
    {
        var run = admitted.Run;
        memory.Schedule.Begun(new RunKey(run.TrialNumber, run.Replicate));
        if (admitted.Answer.Verdict is RungVerdict.Prune)
            _untrained.Add(new RunRow(run, memory.Spec.Seeds[run.Replicate], RunStatus.Pruned, null, admitted.Answer.Why, 0, false, null, at, at, null, null));
    }

    private void Reused(SweepEvent.RunReused reused, DateTimeOffset at)
    {
        memory.Schedule.Begun(new RunKey(reused.Run.TrialNumber, reused.Run.Replicate));
        _untrained.Add(reused.Source with { Id = reused.Run, Attempts = 0, Message = $"same settings and seed as trial {reused.Source.Id.TrialNumber}: its results", QueuedAt = at, EndedAt = at });
    }
}
