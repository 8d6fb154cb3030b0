using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces.Workers;

/// <summary>Hands out device slots (key "main"). Keeps leases in memory and learns them again from the workers' hellos; only the epoch counter is stored.</summary>
[Alias("pool")]
public interface IPoolGrain : IGrainWithStringKey
{
    /// <summary>Asking again for the same attempt changes nothing.</summary>
    [AlwaysInterleave, Alias("request")] Task Request(LeaseRequest request);

    /// <summary>The request is no longer needed. A lease granted meanwhile is given back by <see cref="Release"/>.</summary>
    [AlwaysInterleave, Alias("withdraw")] Task Withdraw(RunId run, int attempt);

    /// <summary>The lease is no longer used. Giving it back twice, or one that was lost, changes nothing.</summary>
    [AlwaysInterleave, Alias("release")] Task Release(Lease lease);

    /// <summary>A run has completed with this peak of memory on its device: what later runs of its trial are counted with. Telling it twice changes nothing.</summary>
    [AlwaysInterleave, Alias("measured")] Task Measured(RunId run, long peakBytes);

    /// <summary>
    /// A run believes that it holds this lease. A pool that does not know it (it was restarted) takes it over if the worker lives
    /// and has room, and says <see cref="ITrainingRunGrain.LeaseLost"/> otherwise.
    /// </summary>
    [AlwaysInterleave, Alias("confirm")] Task Confirm(Lease lease);

    /// <summary>A worker says that it lives, what it offers and what it runs. A lease that it does not name for long is lost.</summary>
    /// <returns>
    /// The first epoch that this pool may give out. What was given out before, by a pool that may be hung and not know that it was replaced, is to be refused from now on;
    /// until the worker has said that it does (<see cref="WorkerHello.RefusesBelow"/>), it gets nothing.
    /// </returns>
    [AlwaysInterleave, Alias("hello")] Task<long> Hello(WorkerHello hello);

    /// <summary>A worker goes down in an orderly way: no new leases for it.</summary>
    [AlwaysInterleave, Alias("goodbye")] Task Goodbye(string worker);

    [AlwaysInterleave, ReadOnly, Alias("devices")] Task<ImmutableArray<DeviceRow>> Devices();
}

/// <param name="Order">Lower first among runs of one sweep, and among sweeps that are equal in all else (sweep submission order, then run order).</param>
[GenerateSerializer, Immutable, Alias("lease-request")]
public sealed record LeaseRequest(RunId Run, int Attempt, ResourceNeed Need, long Order);

/// <param name="Worker">Address of the silo in parsable form, generation included.</param>
[GenerateSerializer, Immutable, Alias("worker-hello")]
public sealed record WorkerHello(string Worker, ImmutableArray<DeviceOffer> Devices, ImmutableArray<Lease> Running)
{
    /// <summary>Physical memory of the worker's process; null: told by a version that does not say.</summary>
    [Id(0)] public long? ProcessBytes { get; init; }

    /// <summary>Leases of a lower epoch, beyond those that run, it takes no more. Null: told by a version that takes them all.</summary>
    [Id(1)] public long? RefusesBelow { get; init; }
}

/// <param name="Name">cpu, cuda:0, …</param>
/// <param name="Slots">Attempts it takes at once when not exclusive.</param>
/// <param name="MemoryBytes">Of the device, or of the machine or container for a processor; null: unknown, and so without bounds.</param>
[GenerateSerializer, Immutable, Alias("device-offer")]
public sealed record DeviceOffer(string Name, int Slots, long? MemoryBytes)
{
    /// <summary>Processor cores that the slots share; 0: the device computes on something else.</summary>
    [Id(0)] public int Cores { get; init; }

    /// <summary>What its maker calls it; null: nobody says.</summary>
    [Id(1)] public string? Model { get; init; }
}

/// <summary>A device and who holds it.</summary>
[GenerateSerializer, Immutable, Alias("device-row")]
public sealed record DeviceRow(string Worker, string Name, int Slots, ImmutableArray<Lease> Leases)
{
    /// <summary>When its last lease was given back; null: it is busy, or was not used since the pool was loaded.</summary>
    [Id(0)] public DateTimeOffset? IdleSince { get; init; }

    /// <summary>Physical memory of the worker's process, all its devices and the silo together.</summary>
    [Id(1)] public long? ProcessBytes { get; init; }

    /// <summary>What the device's maker calls it; null: nobody says.</summary>
    [Id(2)] public string? Model { get; init; }

    /// <summary>Of the device, or of the machine or container for a processor; null: unknown.</summary>
    [Id(3)] public long? MemoryBytes { get; init; }
}
