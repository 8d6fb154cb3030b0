using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Interfaces.Runs;

/// <summary>Everything a run needs to know, fixed when its sweep creates it.</summary>
[GenerateSerializer, Immutable, Alias("run-plan")]
public sealed record RunPlan(
    RunId Id,
    ulong Seed,
    ImmutableArray<AssignedValue> Assignment,
    RunSettings Settings,
    ResourceNeed Resources,
    TimeSpan? TimeLimit,
    ImmutableDictionary<FailureCause, int> Retries)
{
    /// <summary>W3C traceparent of the sweep's span, to link attempts to it; null without tracing.</summary>
    [Id(0)] public string? TraceParent { get; init; }

    /// <summary>Resource level at which the run is first judged; null: it is trained to its end whatever the others do.</summary>
    [Id(2)] public double? FirstRung { get; init; }

    /// <summary>What levels count.</summary>
    [Id(3)] public SchedulerResource RungResource { get; init; } = SchedulerResource.Iterations;

    /// <summary>What stops it whatever the others do; null: nothing.</summary>
    [Id(20)] public RunRules? Rules { get; init; }

    /// <summary>Every level ends the attempt on its very iteration, with a checkpoint of it: others go on from there. Levels are iterations then.</summary>
    [Id(21)] public bool HoldsAtRungs { get; init; }

    /// <summary>An attempt that completes no iteration for so long is given up; zero: never.</summary>
    [Id(22)] public TimeSpan HungAfter { get; init; }

    /// <summary>Place in the queue for devices: lower first (submission of the sweep, then creation of the run).</summary>
    [Id(1)] public long Order { get; init; }
}

/// <summary>A device slot granted to one attempt of one run. Epoch rises with every lease of the installation: the fence against late messages.</summary>
/// <param name="Worker">Address of the silo whose worker service executes it, in parsable form.</param>
[GenerateSerializer, Immutable, Alias("lease")]
public sealed record Lease(RunId Run, int Attempt, long Epoch, string Worker, string Device, bool Exclusive)
{
    /// <summary>Slots of the device that it takes.</summary>
    [Id(0)] public int Slots { get; init; }

    /// <summary>Threads that one libtorch operation may be split over; below 1 means 1.</summary>
    [Id(1)] public int Threads { get; init; }

    /// <summary>Memory of the device that it was counted with when it was granted; null: not counted.</summary>
    [Id(2)] public long? MemoryBytes { get; init; }
}

/// <summary>A checkpoint in the ledger.</summary>
[GenerateSerializer, Immutable, Alias("checkpoint-ref")]
public sealed record CheckpointRef(RunId Run, long Epoch, int Iteration, string Sha256);
