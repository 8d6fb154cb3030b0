using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Running;
using Orchestrator.Silo;

namespace Orchestrator.Simulation;

/// <summary>The product's embedded silo with simulated devices.</summary>
internal static class SimulatedSilo
{
    /// <summary>As many places as a sweep may use at once.</summary>
    private const int Places = 32;

    public static Task<EmbeddedSilo> StartAsync(string folder, CancellationToken cancellation)
        => EmbeddedSilo.StartAsync(
            new EmbeddedSiloOptions(folder) { CpuSlots = Places, Substitutes = Simulate }, cancellation);

    /// <summary>The product's silo of a cluster, with its share of the places.</summary>
    public static Task<ClusterSilo> JoinAsync(string database, int siloPort, int gatewayPort, int silos)
        => ClusterSilo.StartAsync(
            new ClusterSiloOptions(database)
            {
                SiloPort = siloPort,
                GatewayPort = gatewayPort,
                CpuSlots = Places / silos,
                Substitutes = Simulate,
            },
            CancellationToken.None);

    public static async Task<string> SubmitAsync(this IClusterClient client, SweepSource source)
        => await client.GetGrain<ISubmissionGrain>(0).Submit(source, Repeat.ReuseExisting) switch
        {
            SubmitResult.Accepted accepted => accepted.SweepId,
            SubmitResult.Rejected rejected => throw new InvalidOperationException(string.Join("; ", rejected.Errors)),
            var other => throw new InvalidOperationException($"The sweep was not new: {other}"),
        };

    private static void Simulate(IServiceCollection services) => services.AddSingleton<IRunExecutor>(new SimulatedDevice());
}
