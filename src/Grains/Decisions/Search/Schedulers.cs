using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>One way to stop runs early, as the catalogue lists it.</summary>
internal sealed record Scheduler(string Name, string Description);

/// <summary>All schedulers.</summary>
internal static class Schedulers
{
    public static Scheduler None { get; } = new("none", "Every run is trained to its end.");

    public static ImmutableArray<Scheduler> All { get; } = [None];
}
