using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>
/// Who gets which device, in the order of <see cref="FairQueue"/>. A request that has to wait for room (all of a device, several slots, or memory)
/// keeps one device to itself until it is served, so that small ones behind it cannot starve it.
/// </summary>
internal static class Allocation
{
    public static (PoolState State, ImmutableArray<PoolEffect> Grants) Grant(PoolState state, DateTimeOffset at)
    {
        if (state.Queue.IsEmpty) return (state, []);
        var grants = ImmutableArray.CreateBuilder<PoolEffect>();
        var occupancy = Occupancy.Of(state);
        if (!occupancy.IsAnythingFree) return (state, []);
        var kept = new HashSet<Place>();
        var queue = FairQueue.Of(state);
        while (occupancy.IsAnythingFree && queue.Next() is { } request)
        {
            var bytes = MemoryShare.Bytes(state, request);
            // Whoever needs more memory than any device has gets all that the largest one has.
            if (bytes > 0) bytes = Math.Min(bytes, occupancy.Places.Where(p => IsWanted(p, request)).Select(p => p.Bytes).DefaultIfEmpty().Max());
            var candidates = occupancy.Places.Where(p => IsWanted(p, request) && p.Bytes >= bytes && !kept.Contains(p)).ToArray();
            if (candidates.Length == 0) continue;
            var place = candidates.Where(p => Fits(p, request, bytes)).MaxBy(p => p.Free);
            if (place is null)
            {
                kept.Add(candidates.MaxBy(p => (p.FreeBytes >= bytes, p.Free, p.FreeBytes))!);
                continue;
            }
            var lease = new Lease(request.Run, request.Attempt, state.NextEpoch, place.Worker, place.Device.Name, request.Need.Exclusive)
            {
                Slots = CoreShare.Slots(place.Device, request.Need),
                Threads = CoreShare.Threads(place.Device, request.Need),
                MemoryBytes = request.Need.MemoryBytes is null ? null : bytes,
            };
            var held = new HeldLease(lease, false, at);
            state = state with
            {
                NextEpoch = state.NextEpoch + 1,
                Leases = state.Leases.Add(lease.Epoch, held),
                Queue = state.Queue.Remove(request),
            };
            occupancy.Take(place, held, bytes);
            queue.Took(held);
            grants.Add(new PoolEffect.Grant(lease));
        }
        return (state, grants.ToImmutable());
    }

    /// <summary>Whether a lease that was granted earlier can be held beside the ones that are. By slots alone: peaks that are known by now must not end what runs.</summary>
    public static bool HasRoom(PoolState state, Lease lease)
        => Occupancy.Of(state).Find(lease.Worker, lease.Device) is { } place && (lease.Exclusive ? place.IsEmpty : place.Free >= Math.Max(1, lease.Slots));

    private static bool IsWanted(Place place, LeaseRequest request)
        => request.Need.Accepts(place.Device.Name);

    private static bool Fits(Place place, LeaseRequest request, long bytes)
        => request.Need.Exclusive ? place.IsEmpty : place.Free >= CoreShare.Slots(place.Device, request.Need) && place.FreeBytes >= bytes;
}
