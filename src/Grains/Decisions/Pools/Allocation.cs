using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>
/// Who gets which device. First come, first served per device: a request that has to wait for room (all of a device, or several
/// slots) keeps one device to itself until it is served, so that small ones behind it cannot starve it.
/// </summary>
internal static class Allocation
{
    public static (PoolState State, ImmutableArray<PoolEffect> Grants) Grant(PoolState state, DateTimeOffset at)
    {
        if (state.Queue.IsEmpty) return (state, []);
        var grants = ImmutableArray.CreateBuilder<PoolEffect>();
        var occupancy = Occupancy.Of(state);
        var kept = new HashSet<Place>();
        foreach (var request in state.Queue)
        {
            if (!occupancy.IsAnythingFree) break;
            var candidates = occupancy.Places.Where(p => IsWanted(p, request) && !kept.Contains(p)).ToArray();
            if (candidates.Length == 0) continue;
            var place = candidates.Where(p => Fits(occupancy, p, request)).OrderByDescending(occupancy.Free).FirstOrDefault();
            if (place is null)
            {
                kept.Add(candidates.MaxBy(occupancy.Free)!);
                continue;
            }
            var lease = new Lease(request.Run, request.Attempt, state.NextEpoch, place.Worker, place.Device.Name, request.Need.Exclusive)
            {
                Slots = CoreShare.Slots(place.Device, request.Need),
                Threads = CoreShare.Threads(place.Device, request.Need),
            };
            var held = new HeldLease(lease, false, at);
            state = state with
            {
                NextEpoch = state.NextEpoch + 1,
                Leases = state.Leases.Add(lease.Epoch, held),
                Queue = state.Queue.Remove(request),
            };
            occupancy.Take(held);
            grants.Add(new PoolEffect.Grant(lease));
        }
        return (state, grants.ToImmutable());
    }

    /// <summary>Whether a lease that was granted earlier can be held beside the ones that are.</summary>
    public static bool HasRoom(PoolState state, string worker, DeviceOffer device, Lease lease)
    {
        var place = new Place(worker, device);
        var occupancy = Occupancy.Of(state);
        return lease.Exclusive ? occupancy.IsEmpty(place) : occupancy.Free(place) >= Math.Max(1, lease.Slots);
    }

    private static bool IsWanted(Place place, LeaseRequest request)
        => request.Need.Device == "any" || place.Device.Name == request.Need.Device || place.Device.Name.StartsWith(request.Need.Device + ":", StringComparison.Ordinal);

    private static bool Fits(Occupancy occupancy, Place place, LeaseRequest request)
        => request.Need.Exclusive ? occupancy.IsEmpty(place) : occupancy.Free(place) >= CoreShare.Slots(place.Device, request.Need);
}
