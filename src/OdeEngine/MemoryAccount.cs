namespace Orchestrator.OdeEngine;

/// <summary>Bytes of states, stages, tapes and gradients a solve holds, and the most it ever held.</summary>
internal sealed class MemoryAccount
{
    private long _held;

    public long Peak { get; private set; }

    public void Add(long bytes)
    {
        _held += bytes;
        Peak = Math.Max(Peak, _held);
    }

    public void Remove(long bytes) => _held -= bytes;
}
