using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>All schedulers. Adding one: a file and a line here.</summary>
internal static class Schedulers
{
    public static IScheduler None { get; } = new NoScheduler();

    public static IScheduler Pbt { get; } = new PbtScheduler();

    public static ImmutableArray<IScheduler> All { get; } =
    [
        None,
        new AshaScheduler(),
        new HyperbandScheduler(),
        new PashaScheduler(),
        new PercentileScheduler("median", "Stops a run that is worse than the median of the others at the same amount of the resource, with the same seed.", 50),
        new PercentileScheduler("percentile", "As median, with any percentile.", null),
        new WilcoxonScheduler(),
        Pbt,
    ];

    /// <summary>The one that a sweep names.</summary>
    public static IScheduler Of(SweepSpec spec) => All.FirstOrDefault(scheduler => scheduler.Name == spec.Scheduler.Kind) ?? None;
}
