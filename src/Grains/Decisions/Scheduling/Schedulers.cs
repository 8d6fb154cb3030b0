using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>All schedulers. Adding one: a file and a line here.</summary>
internal static class Schedulers
{
    public static IScheduler None { get; } = new NoScheduler();

    public static ImmutableArray<IScheduler> All { get; } = [None];
}
