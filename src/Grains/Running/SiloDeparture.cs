namespace Orchestrator.Grains.Running;

/// <summary>The wish that this silo leaves the cluster. Only the program around a silo can end its process, so that program waits for the wish.</summary>
internal sealed class SiloDeparture
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isServed;

    /// <summary>Completes when somebody wants the silo to leave. Whoever calls this stops the silo then.</summary>
    public Task WaitAsync()
    {
        _isServed = true;
        return _asked.Task;
    }

    /// <summary>False: nobody waits for it, because the process is there for something else.</summary>
    public bool Ask()
    {
        if (_isServed) _asked.TrySetResult();
        return _isServed;
    }
}
