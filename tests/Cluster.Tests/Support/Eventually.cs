namespace Orchestrator.Cluster.Tests.Support;

/// <summary>For facts that become true soon after the event a test waited for.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<Task<bool>> fact)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await fact())
        {
            Assert.False(limit.IsCancellationRequested, "it never became true");
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
