using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>How much a sweep may do at once, and which failures end it.</summary>
internal static class SweepLimits
{
    /// <summary>Runs in flight at once, queued ones included: more than the devices of a small cluster, small enough to write with every event.</summary>
    public const int Window = 32;

    /// <summary>
    /// A sweep that decides from results decides as late as possible: it has no more runs in flight than the cluster can train. Others
    /// keep a queue, so that no device waits.
    /// </summary>
    public static int InFlight(SweepSpec spec, SweepState state) => Window;

    /// <summary>Whether the point of the next trial may be chosen now.</summary>
    public static bool MayPropose(SweepSpec spec, SweepState state) => true;

    /// <summary>The sampler must not know what became of trials from this number on; null: it may know everything.</summary>
    public static long? KnownBelow(SweepSpec spec, int trial) => null;

    /// <summary>The rule that the failures so far break, as a sweep file writes it; null: none.</summary>
    public static string? EndsSweep(SweepSpec spec, SweepState state) => spec.Failures.OnFailure == OnFailure.Stop ? "stop" : null;
}
