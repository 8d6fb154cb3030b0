using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Actors;

/// <summary>On every silo: wakes unfinished sweeps at the start and every few seconds, so that no person has to.</summary>
internal sealed class SupervisorTicker(IGrainFactory grains, WorkerOptions options, TimeProvider time, ILogger<SupervisorTicker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.WakesSweeps) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<ISupervisorGrain>("main").Tick();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.TickFailed(e);
            }
            await Task.Delay(options.WakeEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
