using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Dashboard.Live;

/// <summary>Whether two snapshots of a sweep show the same.</summary>
internal static class SnapshotChange
{
    public static bool IsNone(SweepSnapshot? before, SweepSnapshot? now) =>
        before is null || now is null
            ? before is null && now is null
            // The estimate of the time left changes with the clock alone, and collections of a record are compared by reference.
            : before.Running.SequenceEqual(now.Running) && Bare(before) == Bare(now);

    private static SweepSnapshot Bare(SweepSnapshot snapshot) => snapshot with
    {
        Remaining = null,
        Running = [],
        BestAssignment = [],
        FailuresByCause = System.Collections.Immutable.ImmutableDictionary<Grains.Interfaces.Runs.FailureCause, long>.Empty,
    };
}
