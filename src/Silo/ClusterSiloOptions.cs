using System.Collections.Immutable;
using Orchestrator.Silo.Security;

namespace Orchestrator.Silo;

/// <summary>How to start a silo of a cluster.</summary>
/// <param name="Database">Connection string of the cluster's PostgreSQL database. All silos of one database are one cluster.</param>
public sealed record ClusterSiloOptions(string Database)
{
    public const int DefaultSiloPort = 11111;
    public const int DefaultGatewayPort = 30000;

    public SiloRoles Roles { get; init; } = SiloRoles.Control | SiloRoles.Worker;

    /// <summary>For other silos. A restarted silo should keep it: then its former self is known to be gone at once.</summary>
    public int SiloPort { get; init; } = DefaultSiloPort;

    /// <summary>For clients; opened with the role control only.</summary>
    public int GatewayPort { get; init; } = DefaultGatewayPort;

    /// <summary>Port for the web pages, with the role control only; null: none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Where silos and clients connect.</summary>
    public PeerAccess Peers { get; init; } = PeerAccess.Loopback;

    /// <summary>Where and by whom the web pages are read.</summary>
    public WebAccess Web { get; init; } = WebAccess.Loopback;

    /// <summary>Folders from which submitted sweep files may have data read; empty: any.</summary>
    public ImmutableArray<string> DataRoots { get; init; } = [];

    /// <summary>Training runs at once on the processor; null: one per core.</summary>
    public int? CpuSlots { get; init; }

    /// <summary>Training runs at once on each CUDA device.</summary>
    public int CudaSlots { get; init; } = 1;

    /// <summary>Memory that runs on the processor may take together, where their files count it; null: what the machine or the container has.</summary>
    public long? CpuMemoryBytes { get; init; }

    /// <summary>Upper bound of an orderly stop, checkpoints included.</summary>
    public TimeSpan StopWithin { get; init; } = EmbeddedSiloOptions.DefaultStopWithin;

    /// <summary>Services that stand in for the host's own: benchmarks put simulated devices here.</summary>
    internal Action<IServiceCollection>? Substitutes { get; init; }
}
