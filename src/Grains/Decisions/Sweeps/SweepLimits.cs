using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>How much a sweep may do at once.</summary>
internal static class SweepLimits
{
    /// <summary>Runs in flight at once, queued ones included: more than the devices of a small cluster, small enough to write with every event.</summary>
    public const int Window = 32;

    /// <summary>What a sweep file may ask for: the slots of a cluster. All of them are written with every event.</summary>
    public const int MostInFlight = 1024;

    /// <summary>The same for a search that learns or compares: a run that waits was chosen without the results of those that train meanwhile.</summary>
    public const int LearningWindow = 4;

    public static int InFlight(SweepSpec spec)
        => spec.Search.MaxParallel ?? (Samplers.For(spec).Learns || StopsRuns(Schedulers.Of(spec)) ? Math.Clamp(spec.Seeds.Length, LearningWindow, Window) : Window);

    /// <summary>A population begins as a whole, whatever its first members come to.</summary>
    private static bool StopsRuns(IScheduler scheduler) => scheduler != Schedulers.None && scheduler != Schedulers.Pbt;
}
