namespace Orchestrator.Client.Live;

/// <summary>Waits in silence.</summary>
internal sealed class NoDisplay : IProgressDisplay
{
    public async Task ShowAsync(IAsyncEnumerable<SweepProgress> progress)
    {
        await foreach (var _ in progress)
        {
        }
    }
}
