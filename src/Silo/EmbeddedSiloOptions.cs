using System.Collections.Immutable;
using Orchestrator.Silo.Security;

namespace Orchestrator.Silo;

/// <summary>How to start a silo inside this process.</summary>
/// <param name="DataDirectory">Where the ledger, the logs and the lock are; made on demand.</param>
public sealed record EmbeddedSiloOptions(string DataDirectory)
{
    /// <summary>Long enough for a worker to finish an iteration and write its checkpoint; usual stops take well under a second.</summary>
    public static readonly TimeSpan DefaultStopWithin = TimeSpan.FromSeconds(30);

    public SiloDuties Duties { get; init; } = SiloDuties.Everything;

    /// <summary>Training runs at once on the processor; null: the worker's own choice.</summary>
    public int? CpuSlots { get; init; }

    /// <summary>Training runs at once on each CUDA device.</summary>
    public int CudaSlots { get; init; } = 1;

    /// <summary>Memory that runs on the processor may take together, where their files count it; null: what the machine or the container has.</summary>
    public long? CpuMemoryBytes { get; init; }

    /// <summary>Port for the web pages; null: no web server; 0: any free port.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Where and by whom the web pages are read. Silos and clients connect on loopback only.</summary>
    public WebAccess Web { get; init; } = WebAccess.Loopback;

    /// <summary>Folders from which submitted sweep files may have data read; empty: any.</summary>
    public ImmutableArray<string> DataRoots { get; init; } = [];

    /// <summary>Where warnings go beside <c>logs/silo.log</c>.</summary>
    public LogOutput LogOutput { get; init; } = LogOutput.FileOnly;

    /// <summary>Upper bound of an orderly stop; after it the process gives up on checkpoints that are not written.</summary>
    public TimeSpan StopWithin { get; init; } = DefaultStopWithin;

    /// <summary>Services that stand in for the host's own: tests and benchmarks put simulated devices and clocks here.</summary>
    internal Action<IServiceCollection>? Substitutes { get; init; }
}

public enum LogOutput
{
    /// <summary>Nothing on the terminal: it belongs to the person's command.</summary>
    FileOnly = 1,

    /// <summary>Also on standard error, for a process that is only a silo.</summary>
    FileAndStandardError = 2,
}
