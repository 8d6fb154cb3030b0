namespace Orchestrator.Dashboard.Live;

/// <summary>
/// How many pages are open on this server, and how often they may hear of changes: from ten on, all of them together are told no more often than ten would be,
/// so that a crowd of readers costs the silo no more than a few do.
/// </summary>
internal sealed class Crowd
{
    private const double Few = 10;

    private int _pages;

    public void Enter() => Interlocked.Increment(ref _pages);

    public void Leave() => Interlocked.Decrement(ref _pages);

    /// <param name="usual">Time between two looks where few look.</param>
    public TimeSpan Between(TimeSpan usual) => usual * Math.Max(1, Volatile.Read(ref _pages) / Few);
}
