using Orchestrator.Grains;

namespace Orchestrator.Silo.Hosting;

/// <summary>What a silo is there for, however it stores and finds others.</summary>
/// <param name="HttpPort">Port for the web pages on 127.0.0.1; null: no web server; 0: any free port.</param>
/// <param name="StopWithin">Upper bound of an orderly stop.</param>
internal sealed record SiloShape(WorkerOptions Work, int? HttpPort, LogOutput LogOutput, TimeSpan StopWithin)
{
    /// <summary>Services that stand in for the host's own: tests and benchmarks put simulated devices here.</summary>
    public Action<IServiceCollection>? Substitutes { get; init; }
}
