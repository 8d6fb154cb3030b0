using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// The accepted steps of a solve with shared steps and the tapes of all their evaluations. Tapes of rejected steps are used again,
/// and all of them are used again by the next solve.
/// </summary>
internal sealed class TapeRecord(IVectorField field, int batch, MemoryAccount memory) : ISolveRecorder, IDisposable
{
    private readonly TapeShelf _tapes = new(field, batch, memory);
    private readonly List<int> _firstTapes = [];
    private int _used;
    private int _accepted;

    public StepLog Log { get; } = new(1);
    /// <summary>Tape of f at the start of the solve.</summary>
    public IFieldTape InitialTape => _tapes[0];

    public void Begin()
    {
        Log.Begin();
        _firstTapes.Clear();
        (_used, _accepted) = (0, 0);
    }

    public IFieldTape TapeFor(int newSlope)
    {
        var tape = _tapes[_used++];
        if (newSlope < 0)
            Keep();
        return tape;
    }

    public void OutputIn(int output, int lane, double theta) => Log.Add(new RecordedOutput(output, lane, theta));

    public void Accepted(in AcceptedStep step)
    {
        _tapes.Account(Log.Count == 0 ? 0 : _accepted, _used);
        Log.Add(step);
        _firstTapes.Add(_accepted);
        Keep();
    }

    public void Rejected() => _used = _accepted;

    /// <summary>Tape of a new slope of a step; null if the slope was never needed.</summary>
    public IFieldTape? Tape(int step, int newSlope)
    {
        var index = _firstTapes[step] + newSlope;
        var end = step + 1 < _firstTapes.Count ? _firstTapes[step + 1] : _accepted;
        return index < end ? _tapes[index] : null;
    }

    public void Dispose() => _tapes.Dispose();

    private void Keep() => _accepted = _used;
}
