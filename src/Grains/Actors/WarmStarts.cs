using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Ledger;

namespace Orchestrator.Grains.Actors;

/// <summary>Reads what a sweep takes over from an earlier one. Tells are only ever added, so the first ones are the same at every reading.</summary>
internal static class WarmStarts
{
    /// <summary>Trials of the earlier sweep; none if the spec names none.</summary>
    public static async Task<ImmutableArray<TrialRecord>> ReadAsync(SweepSpec spec, ILedger ledger, CancellationToken cancellation)
    {
        if (spec.Search.WarmStart is not { } start) return [];
        var sweep = await ledger.SweepAsync(start.SweepId, cancellation)
            ?? throw new InvalidOperationException($"Sweep {start.SweepId}, which {spec.Name} starts from, is no longer in the ledger.");
        var tells = await ledger.TellsAsync(sweep.Id, cancellation);
        return EarlierTrials.Of(spec, new EarlierSweep(sweep.Spec, await ledger.TrialsAsync(sweep.Id, cancellation), [.. tells.Where(tell => tell.Sequence < start.Tells)]));
    }

    /// <summary>At submission: fixes what is taken over. An error if there is nothing.</summary>
    public static async Task<WarmStartAnswer> FixAsync(SweepSpec spec, ILedger ledger, CancellationToken cancellation)
    {
        if (spec.Search.WarmStart is not { } start) return new WarmStartAnswer(spec, null);
        if (await ledger.SweepAsync(start.SweepId, cancellation) is not { } sweep)
            return Refused($"there is no sweep {start.SweepId} in this ledger that {spec.Name} could start from", "list shows the ids of the sweeps");
        if (sweep.Status is SweepStatus.Active or SweepStatus.Paused)
            return Refused($"sweep {start.SweepId} is not over, so {spec.Name} cannot start from its results", "wait for its end, or stop it");
        var tells = await ledger.TellsAsync(sweep.Id, cancellation);
        var fixedSpec = spec with { Search = spec.Search with { WarmStart = start with { Tells = tells.Length } } };
        return (await ReadAsync(fixedSpec, ledger, cancellation)).IsEmpty
            ? Refused($"no finished trial of {start.SweepId} is a point of the space of {spec.Name} with the same workload", "remove it, or name a sweep over the same data and keys")
            : new WarmStartAnswer(fixedSpec, null);

        WarmStartAnswer Refused(string rule, string fix) => new(spec, new SpecError(SweepKeys.WarmStart, 0, 0, start.SweepId, rule, fix));
    }
}

/// <param name="Error">Null: the spec can be stored.</param>
internal sealed record WarmStartAnswer(SweepSpec Spec, SpecError? Error);
