using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine;

/// <summary>
/// The slopes of a step by slot: those at the last accepted times (history, latest first), then the new ones. Accepting a step turns its
/// last slope into the latest of the history by exchanging blocks, not by copying.
/// </summary>
internal sealed class SlopeWindow
{
    private readonly StateBlock[] _history;
    private readonly StateBlock[] _fresh;
    private readonly StateBlock[] _slots;
    private readonly double[] _nodes;
    private int _known;
    private int _carried;

    public SlopeWindow(IStepSchedule schedule, Func<StateBlock> newBlock)
    {
        _history = [.. Enumerable.Range(0, schedule.MaxCarried).Select(_ => newBlock())];
        _fresh = [.. Enumerable.Range(0, schedule.MaxNew).Select(_ => newBlock())];
        _slots = new StateBlock[schedule.MaxCarried + schedule.MaxNew];
        _nodes = new double[schedule.MaxCarried];
    }

    /// <summary>Times of the slopes in the history, latest first.</summary>
    public ReadOnlySpan<double> Nodes => _nodes.AsSpan(0, _known);
    /// <summary>f at the start of the step.</summary>
    public StateBlock First => _history[0];

    public void Begin(double time)
    {
        _known = 1;
        _nodes[0] = time;
    }

    /// <summary>Lays out the slots for a step of this scheme.</summary>
    public void Bind(StepScheme scheme)
    {
        _carried = scheme.Carried;
        for (var i = 0; i < scheme.Carried; i++)
            _slots[i] = _history[i];
        for (var i = 0; i < scheme.New; i++)
            _slots[scheme.Carried + i] = _fresh[i];
    }

    /// <summary>Slopes at the ends of earlier steps, latest first; how many of them are known is told by <see cref="Nodes"/>.</summary>
    public ReadOnlySpan<StateBlock> Older => _history.AsSpan(1);

    public StateBlock this[int slot] => _slots[slot];
    public ReadOnlySpan<StateBlock> Slots(int count) => _slots.AsSpan(0, count);

    /// <summary>The step is accepted: its last slope is f at <paramref name="time"/>.</summary>
    public void Advance(StepScheme scheme, double time)
    {
        var last = scheme.LastSlot - _carried;
        var oldest = _history[^1];
        for (var i = _history.Length - 1; i > 0; i--)
            (_history[i], _nodes[i]) = (_history[i - 1], _nodes[i - 1]);
        (_history[0], _nodes[0]) = (_fresh[last], time);
        _fresh[last] = oldest;
        _known = Math.Min(_known + 1, _history.Length);
    }
}
