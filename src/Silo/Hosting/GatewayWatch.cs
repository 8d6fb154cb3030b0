namespace Orchestrator.Silo.Hosting;

/// <summary>Asks the cluster again and again which silos take clients.</summary>
internal sealed class GatewayWatch(IGrainFactory grains, LearnedGateways gateways) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>The grain's key decides which gateway a question goes through. One that hangs must not swallow them all.</summary>
    private const int Keys = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Every);
        var key = 0;
        do
        {
            try
            {
                key = (key + 1) % Keys;
                gateways.Learn(await grains.GetGrain<IManagementGrain>(key).GetDetailedHosts(onlyActive: true, stoppingToken).WaitAsync(Every, stoppingToken));
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A cluster that does not answer just now is asked again; commands see its silence themselves.
            }
        }
        while (await tick.WaitForNextTickAsync(stoppingToken));
    }
}
