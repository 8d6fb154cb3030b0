namespace Orchestrator.Grains.Actors;

/// <summary>Lets one turn at a time in, in the order of arrival.</summary>
internal sealed class TurnLock
{
    private Task _last = Task.CompletedTask;

    public async Task<T> RunAsync<T>(Func<Task<T>> act)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Interlocked.Exchange(ref _last, mine.Task);
        await before;
        try
        {
            return await act();
        }
        finally
        {
            mine.SetResult();
        }
    }
}
