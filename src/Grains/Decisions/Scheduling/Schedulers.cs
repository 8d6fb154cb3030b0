using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>All schedulers. Adding one: a file and a line here.</summary>
internal static class Schedulers
{
    public static IScheduler None { get; } = new NoScheduler();

    public static ImmutableArray<IScheduler> All { get; } = [None];

    /// <summary>The one that a sweep names.</summary>
    public static IScheduler Of(SweepSpec spec) => All.Single(scheduler => scheduler.Name == spec.Scheduler.Kind);
}
