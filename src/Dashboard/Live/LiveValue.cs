namespace Orchestrator.Dashboard.Live;

/// <summary>
/// A value that is looked up for all who watch it: one question per period however many pages are open, none while nobody watches.
/// Who watches is told when it changed. Looking and telling take a twentieth of the time at most: what takes long, or has many to tell, is done less often.
/// </summary>
/// <param name="period">Least time between two looks; asked after every look.</param>
internal sealed class LiveValue<T>(Func<CancellationToken, Task<T>> look, Func<T, T, bool> isSame, Func<TimeSpan> period, TimeProvider clock) : IDisposable
{
    private const int LeastRest = 20;

    // A silo that was busy for once must not be thought slow for long.
    private static readonly TimeSpan MostRest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<Func<T, Task>> _watchers = [];
    private CancellationTokenSource? _looking;
    private bool _known;
    private T _latest = default!;

    /// <summary>Called with the latest value, if there is one, and with every new one. Disposing ends it.</summary>
    public IDisposable Watch(Func<T, Task> changed)
    {
        lock (_gate)
        {
            _watchers.Add(changed);
            if (_known) _ = TellAsync(changed, _latest);
            if (_looking is null)
            {
                _looking = new CancellationTokenSource();
                _ = FollowAsync(_looking.Token);
            }
        }

        return new Watching(this, changed);
    }

    public void Dispose()
    {
        lock (_gate) Rest();
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var started = clock.GetTimestamp();
                await LookAsync(cancellation);
                await Task.Delay(Pause(clock.GetElapsedTime(started)), clock, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private TimeSpan Pause(TimeSpan busy)
    {
        var (usual, rest) = (period(), LeastRest * busy < MostRest ? LeastRest * busy : MostRest);
        return rest > usual ? rest : usual;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        T value;
        try
        {
            value = await look(cancellation).WaitAsync(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A silo that is busy or goes down answers the next question, or nobody is left to see it.
            return;
        }

        Func<T, Task>[] watchers;
        lock (_gate)
        {
            if (cancellation.IsCancellationRequested || (_known && isSame(_latest, value))) return;
            (_latest, _known) = (value, true);
            watchers = [.. _watchers];
        }

        await Task.WhenAll(watchers.Select(watcher => TellAsync(watcher, value)));
    }

    private static async Task TellAsync(Func<T, Task> watcher, T value)
    {
        try
        {
            await watcher(value);
        }
        catch (Exception error) when (error is ObjectDisposedException or Microsoft.JSInterop.JSDisconnectedException or OperationCanceledException)
        {
            // The page was closed in between.
        }
    }

    private void Forget(Func<T, Task> watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
            if (_watchers.Count == 0) Rest();
        }
    }

    // Whoever comes next must not see an old value as the latest one.
    private void Rest()
    {
        _looking?.Cancel();
        _looking?.Dispose();
        (_looking, _known, _latest) = (null, false, default!);
    }

    private sealed class Watching(LiveValue<T> value, Func<T, Task> watcher) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) value.Forget(watcher);
        }
    }
}
