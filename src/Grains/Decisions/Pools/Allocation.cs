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
        var grants = ImmutableArray.CreateBuilder<PoolEffect>();
        var kept = new HashSet<Place>();
        foreach (var request in state.Queue)
        {
            var candidates = Candidates(state, request).Where(p => !kept.Contains(p)).ToArray();
            if (candidates.Length == 0) continue;
            var place = candidates.Where(p => Fits(state, p, request)).OrderByDescending(p => Free(state, p)).FirstOrDefault();
            if (place is null)
            {
                kept.Add(candidates.MaxBy(p => Free(state, p))!);
                continue;
            }
            var lease = new Lease(request.Run, request.Attempt, state.NextEpoch, place.Worker, place.Device.Name, request.Need.Exclusive)
            {
                Slots = Slots(place, request),
                Threads = CoreShare.Threads(place.Device, request.Need),
            };
            state = state with
            {
                NextEpoch = state.NextEpoch + 1,
                Leases = state.Leases.Add(lease.Epoch, new HeldLease(lease, false, at)),
                Queue = state.Queue.Remove(request),
            };
            grants.Add(new PoolEffect.Grant(lease));
        }
        return (state, grants.ToImmutable());
    }

    /// <summary>Whether a lease that was granted earlier can be held beside the ones that are.</summary>
    public static bool HasRoom(PoolState state, string worker, DeviceOffer device, Lease lease)
    {
        var place = new Place(worker, device);
        return lease.Exclusive ? IsEmpty(state, place) : Free(state, place) >= Math.Max(1, lease.Slots);
    }

    private sealed record Place(string Worker, DeviceOffer Device);

    private static IEnumerable<Place> Candidates(PoolState state, LeaseRequest request)
        => from worker in state.Workers.Values
           where !worker.Draining
           from device in worker.Devices
           where request.Need.Device == "any" || device.Name == request.Need.Device || device.Name.StartsWith(request.Need.Device + ":", StringComparison.Ordinal)
           select new Place(worker.Address, device);

    private static bool Fits(PoolState state, Place place, LeaseRequest request)
        => request.Need.Exclusive ? IsEmpty(state, place) : Free(state, place) >= Slots(place, request);

    private static int Slots(Place place, LeaseRequest request) => CoreShare.Slots(place.Device, request.Need);

    private static bool IsEmpty(PoolState state, Place place) => !On(state, place).Any();

    private static int Free(PoolState state, Place place)
    {
        var free = place.Device.Slots;
        foreach (var held in On(state, place)) free = held.Lease.Exclusive ? 0 : free - held.Slots;
        return Math.Max(0, free);
    }

    private static IEnumerable<HeldLease> On(PoolState state, Place place)
        => state.Leases.Values.Where(h => h.Lease.Worker == place.Worker && h.Lease.Device == place.Device.Name);
}
