using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>Points that another program asks for, in a sweep whose search has none of its own.</summary>
internal static class AskedPoints
{
    /// <summary>Points that wait to become trials: the state that is written with every event stays small.</summary>
    public const int MostWaiting = 64;

    /// <summary>The search goes on although nothing is in flight.</summary>
    public static bool WaitsForMore(SweepSpec spec, SweepState state) => !Samplers.For(spec).Proposes && !state.Exhausted;

    /// <summary>Null: the point may be asked for. It is not known as a trial.</summary>
    public static SpecError? MayAsk(SweepSpec spec, SweepState state, ImmutableArray<AssignedValue> point)
    {
        if (Samplers.For(spec).Proposes)
            return Refusal(spec, "this sweep chooses its points itself", "ask in a sweep with search.kind: external");
        if (state.Phase is not (SweepPhase.Active or SweepPhase.Paused))
            return Refusal(spec, "the sweep is over or ends, and this point was not tried", "resume it if it was stopped, or submit another one");
        if (state.Asked.Any(waiting => waiting.SequenceEqual(point)))
            return Refusal(spec, "the point waits already", "ask again later");
        if (spec.Search.Trials is { } trials && Math.Max(state.NextTrial, spec.Search.Enqueued.Length) + state.Asked.Length >= trials)
            return Refusal(spec, $"search.trials of {trials} is used up", "submit a sweep with more trials, or without a limit");
        return state.Asked.Length >= MostWaiting ? Refusal(spec, $"{MostWaiting} points wait already", "ask again when some of them have begun") : null;
    }

    public static bool IsWaiting(SweepState state, ImmutableArray<AssignedValue> point) => state.Asked.Any(waiting => waiting.SequenceEqual(point));

    public static ImmutableArray<ImmutableArray<AssignedValue>> Without(ImmutableArray<ImmutableArray<AssignedValue>> asked, ImmutableArray<AssignedValue> point)
        => asked.RemoveAll(waiting => waiting.SequenceEqual(point));

    private static SpecError Refusal(SweepSpec spec, string rule, string fix) => new("", 0, 0, spec.Name, rule, fix);
}
