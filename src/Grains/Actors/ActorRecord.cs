using System.Collections.Immutable;

namespace Orchestrator.Grains.Actors;

/// <summary>What an actor stores: its state and the effects that are not carried out yet, always written together.</summary>
internal sealed record ActorRecord<TState, TEffect>
{
    /// <summary>Version of the stored form; 0 when nothing is stored yet.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; }
    public TState? State { get; init; }
    public ImmutableArray<OutboxEntry<TEffect>> Outbox { get; init; } = [];
    public long NextEntry { get; init; }
}

internal sealed record OutboxEntry<TEffect>(long Number, TEffect Effect);
