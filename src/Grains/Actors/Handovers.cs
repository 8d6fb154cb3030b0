using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Ledger;
using Orchestrator.Grains.Running;

namespace Orchestrator.Grains.Actors;

/// <summary>Gives one run what another has learned, through their stored checkpoints.</summary>
internal sealed class Handovers(ILedger ledger, ICheckpointJoin join)
{
    /// <summary>
    /// Durable when answered. In the place of the run's own, so that it is the newest; repeated after a crash it writes the same again, because
    /// both runs stay as they are until the sweep has stored that it asked for this. Null: one of the two has no sound checkpoint, and the run goes on by itself.
    /// </summary>
    public async Task<Handover?> MakeAsync(RunId run, int sourceTrial, ImmutableArray<AssignedValue> assignment)
    {
        if (await LoadAsync(run) is not { } own || await LoadAsync(run with { TrialNumber = sourceTrial }) is not { } source || Joined(own, source) is not { } joined) return null;
        var checkpoint = own.Reference with { Iteration = joined.Iteration, Sha256 = joined.Sha256 };
        await ledger.SaveCheckpointAsync(checkpoint, joined.Content, keep: 1, CancellationToken.None);
        return new Handover(new TakenOver(sourceTrial, joined.Iteration, assignment), checkpoint);
    }

    /// <summary>A checkpoint that is damaged costs the handover, not the sweep.</summary>
    private SavedCheckpoint? Joined(Found own, Found source)
    {
        try
        {
            return join.Join(own.Saved, source.Saved);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<Found?> LoadAsync(RunId run)
        => await ledger.NewestCheckpointAsync(run, CancellationToken.None) is { } reference && await ledger.LoadCheckpointAsync(reference, CancellationToken.None) is { } content
            ? new Found(reference, new SavedCheckpoint(reference.Iteration, content, reference.Sha256))
            : null;

    private sealed record Found(CheckpointRef Reference, SavedCheckpoint Saved);
}
