using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>Runs that differ in their seed only.</summary>
internal readonly record struct Configuration(string SweepId, int TrialNumber)
{
    public static Configuration Of(RunId run) => new(run.SweepId, run.TrialNumber);
}

/// <summary>
/// With how much of a device's memory a run is counted: the largest peak that a completed run of its configuration had, and what its sweep file says
/// until one is known. Zero for runs whose file says nothing: they are packed by slots alone.
/// </summary>
/// <remarks>What runs is counted anew as soon as a peak is known, so a generous figure in the file costs only the first replicate's time.</remarks>
internal static class MemoryShare
{
    public static long Bytes(PoolState state, LeaseRequest request) => Bytes(state, request.Run, request.Need.MemoryBytes);

    public static long Bytes(PoolState state, Lease held) => Bytes(state, held.Run, held.MemoryBytes);

    /// <summary>The largest counts: replicates of one configuration differ, and messages come in any order.</summary>
    public static PoolState Measured(PoolState state, RunId run, long peakBytes)
    {
        var configuration = Configuration.Of(run);
        return peakBytes <= state.Peaks.GetValueOrDefault(configuration) ? state : state with { Peaks = state.Peaks.SetItem(configuration, peakBytes) };
    }

    /// <summary>Without the peaks of sweeps that neither hold nor want anything.</summary>
    public static PoolState Forget(PoolState state)
    {
        if (state.Peaks.IsEmpty) return state;
        var sweeps = state.Leases.Values.Select(held => held.Lease.Run.SweepId).Concat(state.Queue.Select(request => request.Run.SweepId)).ToHashSet(StringComparer.Ordinal);
        return state with { Peaks = state.Peaks.RemoveRange(state.Peaks.Keys.Where(configuration => !sweeps.Contains(configuration.SweepId))) };
    }

    private static long Bytes(PoolState state, RunId run, long? stated)
        => stated is not { } bytes ? 0 : state.Peaks.TryGetValue(Configuration.Of(run), out var measured) ? measured : bytes;
}
