namespace Orchestrator.Grains.Running;

/// <summary>Repeats what fails, with growing pauses and jitter, until it succeeds or the silo is down.</summary>
internal static class Persistently
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    public static Task DoAsync(Func<Task> act, AttemptServices services, CancellationToken down) => TryAsync(
        async () =>
        {
            await act();
            return true;
        },
        services, down);

    public static async Task<T> TryAsync<T>(Func<Task<T>> ask, AttemptServices services, CancellationToken down)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            down.ThrowIfCancellationRequested();
            try
            {
                return await ask().WaitAsync(down);
            }
            catch (Exception e) when (!down.IsCancellationRequested)
            {
                services.Log.Repeating(e);
            }
            await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), services.Time, down);
        }
    }
}
