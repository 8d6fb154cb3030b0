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
            new EmbeddedSiloOptions(folder) { CpuSlots = Places, Substitutes = services => services.AddSingleton<IRunExecutor>(new SimulatedDevice()) }, cancellation);

    public static async Task<string> SubmitAsync(this EmbeddedSilo silo, SweepSource source)
        => await silo.Client.GetGrain<ISubmissionGrain>(0).Submit(source, Repeat.ReuseExisting) switch
        {
            SubmitResult.Accepted accepted => accepted.SweepId,
            SubmitResult.Rejected rejected => throw new InvalidOperationException(string.Join("; ", rejected.Errors)),
            var other => throw new InvalidOperationException($"The sweep was not new: {other}"),
        };
}
