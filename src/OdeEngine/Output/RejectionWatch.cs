using System.Collections.Immutable;
using System.Diagnostics;

namespace Orchestrator.OdeEngine.Output;

/// <summary>Finds rows of rejected steps. A solve may consist of several integrations, each with lanes that step on their own.</summary>
internal sealed class RejectionWatch
{
    /// <summary>One or two rejections correct the length of a step; five take it down by a factor of up to 3000 and mean that something has changed.</summary>
    public const int ShortestBurst = 5;

    /// <summary>Bursts of one solve that are kept; those after them are only counted.</summary>
    public const int MostKept = 32;

    private readonly List<RejectionBurst> _kept = [];
    private Row[] _rows = [];
    private long _startedAt;

    /// <summary>Bursts of the solve so far.</summary>
    public long Count { get; private set; }

    public ImmutableArray<RejectionBurst> Kept => [.. _kept];

    /// <summary>A solve starts.</summary>
    public void Clear()
    {
        _kept.Clear();
        Count = 0;
        _startedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>One of its integrations starts.</summary>
    public void Begin(int lanes)
    {
        if (_rows.Length < lanes)
            _rows = new Row[lanes];
        Array.Clear(_rows);
    }

    public void Tried(int lane, double time, double length, bool accepted)
    {
        ref var row = ref _rows[lane];
        if (accepted)
            Close(ref row, length);
        else
            row = new Row(time, row.Rejected == 0 ? length : row.Before, length, row.Rejected + 1);
    }

    /// <summary>The integration is over: rows that no accepted step ended belong to lanes that gave up.</summary>
    public void End()
    {
        foreach (ref var row in _rows.AsSpan())
            Close(ref row, row.Last);
    }

    private void Close(ref Row row, double after)
    {
        if (row.Rejected >= ShortestBurst)
        {
            Count++;
            if (_kept.Count < MostKept)
                _kept.Add(new RejectionBurst(row.Time, row.Before, after, row.Rejected, Stopwatch.GetElapsedTime(_startedAt)));
        }
        row = default;
    }

    private readonly record struct Row(double Time, double Before, double Last, long Rejected);
}
