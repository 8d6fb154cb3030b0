using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Grains.Decisions.Pools;

/// <summary>A device of a worker, and what is taken of it.</summary>
internal sealed class Place(string worker, DeviceOffer device)
{
    private int _taken;
    private long _takenBytes;
    private bool _isExclusive;

    public string Worker => worker;

    public DeviceOffer Device => device;

    public bool IsEmpty { get; private set; } = true;

    /// <summary>Slots.</summary>
    public int Free => _isExclusive ? 0 : Math.Max(0, device.Slots - _taken);

    /// <summary>All of the device's memory; without bounds where it is unknown.</summary>
    public long Bytes { get; } = device.MemoryBytes ?? long.MaxValue;

    public long FreeBytes => device.MemoryBytes is null ? long.MaxValue : Math.Max(0, Bytes - _takenBytes);

    public void Take(HeldLease held, long bytes)
    {
        IsEmpty = false;
        _taken += held.Slots;
        if (device.MemoryBytes is not null) _takenBytes += Math.Min(bytes, Bytes);
        _isExclusive |= held.Lease.Exclusive;
    }
}

/// <summary>What is taken where, counted once per decision: with a thousand workers nobody may go through all leases for every place.</summary>
internal sealed class Occupancy
{
    private readonly Dictionary<(string Worker, string Device), Place> _byName = [];
    private int _freePlaces;

    private Occupancy(PoolState state)
    {
        var places = ImmutableArray.CreateBuilder<Place>();
        foreach (var (address, worker) in state.Workers)
        {
            foreach (var device in worker.Devices)
            {
                var place = _byName[(address, device.Name)] = new Place(address, device);
                if (worker.TakesMore) places.Add(place);
            }
        }
        // Pairs, not Values: those go through an iterator that takes half the time of a decision.
        foreach (var (_, held) in state.Leases) Find(held.Lease.Worker, held.Lease.Device)?.Take(held, MemoryShare.Bytes(state, held.Lease));
        Places = places.ToImmutable();
        _freePlaces = Places.Count(place => place.Free > 0);
    }

    /// <summary>Devices that may get something new, worker by worker.</summary>
    public ImmutableArray<Place> Places { get; }

    public bool IsAnythingFree => _freePlaces > 0;

    public static Occupancy Of(PoolState state) => new(state);

    /// <summary>Of a worker that goes down too. Null: no worker offers it.</summary>
    public Place? Find(string worker, string device) => _byName.GetValueOrDefault((worker, device));

    public void Take(Place place, HeldLease held, long bytes)
    {
        var before = place.Free;
        place.Take(held, bytes);
        if (before > 0 && place.Free == 0) _freePlaces--;
    }
}
