namespace Orchestrator.Dashboard.Live;

/// <summary>Live values of the same kind by key. One that nobody watches any more is forgotten, so that keys may be as many as readers think of.</summary>
internal sealed class LiveSet<TKey, T>(Func<TKey, LiveValue<T>> make) : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <inheritdoc cref="LiveValue{T}.Watch"/>
    public IDisposable Watch(TKey key, Func<T, Task> changed)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out entry)) _entries[key] = entry = new Entry(make(key));
            entry.Watchers++;
        }

        // Outside the lock: it may tell at once, and who is told may watch something else.
        return new Watching(this, key, entry.Value.Watch(changed));
    }

    public void Dispose()
    {
        Entry[] entries;
        lock (_gate)
        {
            entries = [.. _entries.Values];
            _entries.Clear();
        }

        foreach (var entry in entries) entry.Value.Dispose();
    }

    private void Forget(TKey key)
    {
        lock (_gate)
        {
            // Its last watcher has brought it to rest.
            if (_entries.TryGetValue(key, out var entry) && --entry.Watchers == 0) _entries.Remove(key);
        }
    }

    private sealed class Entry(LiveValue<T> value)
    {
        public LiveValue<T> Value => value;

        public int Watchers { get; set; }
    }

    private sealed class Watching(LiveSet<TKey, T> set, TKey key, IDisposable watching) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0) return;
            watching.Dispose();
            set.Forget(key);
        }
    }
}
