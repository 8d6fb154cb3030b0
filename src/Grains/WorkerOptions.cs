using System.Collections.Immutable;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains;

/// <summary>What a silo does beside keeping grains.</summary>
public sealed record WorkerOptions
{
    /// <summary>Offer this machine's devices and execute attempts.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Wake unfinished sweeps at the start and regularly. Without any silo that does, nothing resumes by itself.</summary>
    public bool WakesSweeps { get; init; } = true;

    /// <summary>Training runs at once on the processor; null: one per core; 0: none, the worker is for its GPUs.</summary>
    public int? CpuSlots { get; init; }

    /// <summary>Memory that runs on the processor may take together, where their files count it; null: what the machine or the container has.</summary>
    public long? CpuMemoryBytes { get; init; }

    /// <summary>Training runs at once on each CUDA device.</summary>
    public int CudaSlots { get; init; } = 1;

    /// <summary>No other silo offers devices: what this one lacks nobody has.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Restart, a lost pool and a lost message are healed within this time.</summary>
    public TimeSpan WakeEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A worker announces itself this often, and at every change.</summary>
    public TimeSpan HelloEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Observations of this much time travel in one message.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest silence of an attempt that has nothing to report.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An attempt whose messages nobody acknowledged for this long stops. Shorter than the time after which the pool gives its lease away (30 s).</summary>
    public TimeSpan StopUnheardAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Which training iterations and solves have spans.</summary>
    public TraceSampling Tracing { get; init; } = TraceSampling.Reports;

    /// <summary>Folders from which submitted sweep files may have data read; empty: any.</summary>
    public ImmutableArray<string> DataRoots { get; init; } = [];

    /// <summary>How long an orderly stop waits for attempts to checkpoint and say so.</summary>
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(5);
}
