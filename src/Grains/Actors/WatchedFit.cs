using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Actors;

/// <summary>The newest fit of a run that trains. A look orders the next one, so that a run nobody looks at makes none.</summary>
internal sealed class WatchedFit
{
    private LiveFit? _newest;

    /// <summary>Somebody has looked since the last fit came.</summary>
    public bool IsWanted { get; private set; }

    public LiveFit? Look()
    {
        IsWanted = true;
        return _newest;
    }

    public void Came(LiveFit fit) => (_newest, IsWanted) = (fit, false);

    public void Forget() => (_newest, IsWanted) = (null, false);
}
