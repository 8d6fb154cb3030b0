using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>An output within a recorded step. Lane 0 of one is the whole batch.</summary>
internal readonly record struct RecordedOutput(int Output, int Lane, double Theta);

/// <summary>One accepted step: its length, scheme, first tape and outputs.</summary>
internal readonly record struct RecordedStep(StepScheme Scheme, double Time, double Step, int FirstTape, int FirstOutput);

/// <summary>
/// The accepted steps of a solve with shared steps and the tapes of all their evaluations. Tapes of rejected steps are used again,
/// and all of them are used again by the next solve.
/// </summary>
internal sealed class TapeRecord(IVectorField field, int batch, MemoryAccount memory) : ISolveRecorder, IDisposable
{
    private readonly List<IFieldTape> _tapes = [];
    private readonly List<long> _tapeBytes = [];
    private readonly List<RecordedStep> _steps = [];
    private readonly List<RecordedOutput> _outputs = [];
    private int _used;
    private int _accepted;
    private int _firstOutput;

    public IReadOnlyList<RecordedStep> Steps => _steps;
    /// <summary>Tape of f at the start of the solve.</summary>
    public IFieldTape InitialTape => _tapes[0];

    public void Begin()
    {
        _steps.Clear();
        _outputs.Clear();
        (_used, _accepted, _firstOutput) = (0, 0, 0);
    }

    public IFieldTape TapeFor(int newSlope)
    {
        if (_used == _tapes.Count)
        {
            _tapes.Add(field.NewTape(batch));
            _tapeBytes.Add(0);
        }
        var tape = _tapes[_used++];
        if (newSlope < 0)
            _accepted = _used;
        return tape;
    }

    public void OutputIn(int output, int lane, double theta) => _outputs.Add(new(output, lane, theta));

    public void Accepted(in AcceptedStep step)
    {
        _steps.Add(new(step.Scheme, step.Times[0], step.Steps[0], _accepted, _firstOutput));
        _firstOutput = _outputs.Count;
        for (var i = _accepted; i < _used; i++)
            Account(i);
        _accepted = _used;
    }

    public void Rejected() => _used = _accepted;

    /// <summary>Tape of a new slope of a step; null if the slope was never needed.</summary>
    public IFieldTape? Tape(int step, int newSlope)
    {
        var index = _steps[step].FirstTape + newSlope;
        var end = step + 1 < _steps.Count ? _steps[step + 1].FirstTape : _accepted;
        return index < end ? _tapes[index] : null;
    }

    public ReadOnlySpan<RecordedOutput> OutputsOf(int step)
    {
        var first = _steps[step].FirstOutput;
        var end = step + 1 < _steps.Count ? _steps[step + 1].FirstOutput : _outputs.Count;
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_outputs)[first..end];
    }

    public void Dispose()
    {
        foreach (var tape in _tapes)
            tape.Dispose();
        _tapes.Clear();
    }

    private void Account(int index)
    {
        var bytes = _tapes[index].Bytes;
        memory.Add(bytes - _tapeBytes[index]);
        _tapeBytes[index] = bytes;
    }
}
