using Orchestrator.Grains;
using Orchestrator.Silo.Security;

namespace Orchestrator.Silo.Hosting;

/// <summary>What a silo is there for, however it stores and finds others.</summary>
/// <param name="HttpPort">Port for the web pages; null: no web server; 0: any free port.</param>
/// <param name="StopWithin">Upper bound of an orderly stop.</param>
internal sealed record SiloShape(WorkerOptions Work, int? HttpPort, LogOutput LogOutput, TimeSpan StopWithin)
{
    public WebAccess Web { get; init; } = WebAccess.Loopback;

    public PeerAccess Peers { get; init; } = PeerAccess.Loopback;

    /// <summary>Services that stand in for the host's own: tests and benchmarks put simulated devices here.</summary>
    public Action<IServiceCollection>? Substitutes { get; init; }
}
