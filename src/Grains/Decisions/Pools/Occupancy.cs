using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>A device of a worker.</summary>
internal sealed record Place(string Worker, DeviceOffer Device);

/// <summary>What is taken where, counted once per decision: with a thousand workers nobody may go through all leases for every place.</summary>
internal sealed class Occupancy
{
    private readonly Dictionary<(string Worker, string Device), Use> _uses = [];
    private int _freePlaces;

    private Occupancy(ImmutableArray<Place> places) => Places = places;

    /// <summary>Devices that may get something new, worker by worker.</summary>
    public ImmutableArray<Place> Places { get; }

    public bool IsAnythingFree => _freePlaces > 0;

    private readonly record struct Use(int Slots, bool IsExclusive);

    public static Occupancy Of(PoolState state)
    {
        var occupancy = new Occupancy([.. from worker in state.Workers.Values where !worker.Draining from device in worker.Devices select new Place(worker.Address, device)]);
        foreach (var held in state.Leases.Values) occupancy.Add(held);
        occupancy._freePlaces = occupancy.Places.Count(place => occupancy.Free(place) > 0);
        return occupancy;
    }

    /// <summary>A lease that was granted on one of the <see cref="Places"/>.</summary>
    public void Take(HeldLease held)
    {
        var place = Places.First(each => each.Worker == held.Lease.Worker && each.Device.Name == held.Lease.Device);
        var before = Free(place);
        Add(held);
        if (before > 0 && Free(place) == 0) _freePlaces--;
    }

    public bool IsEmpty(Place place) => !_uses.ContainsKey((place.Worker, place.Device.Name));

    /// <summary>Slots.</summary>
    public int Free(Place place)
    {
        var use = _uses.GetValueOrDefault((place.Worker, place.Device.Name));
        return use.IsExclusive ? 0 : Math.Max(0, place.Device.Slots - use.Slots);
    }

    private void Add(HeldLease held)
    {
        var key = (held.Lease.Worker, held.Lease.Device);
        var before = _uses.GetValueOrDefault(key);
        _uses[key] = new Use(before.Slots + held.Slots, before.IsExclusive || held.Lease.Exclusive);
    }
}
