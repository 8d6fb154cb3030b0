using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// The accepted steps of a solve whose samples step on their own: the states at their starts and every sample's own times and lengths.
/// No tapes: a step one sample accepts may have been rejected, even overflowed, in another.
/// </summary>
internal sealed class StateRecord(ArithmeticRows rows, BlockFactory blocks) : ISolveRecorder
{
    private readonly List<StateBlock> _states = [];
    private readonly List<double> _times = [];
    private readonly List<double> _steps = [];
    private readonly List<RecordedOutput> _outputs = [];
    private readonly List<int> _outputEnds = [];

    public int Count => _outputEnds.Count;
    public StepScheme? Scheme { get; private set; }

    public void Begin()
    {
        _times.Clear();
        _steps.Clear();
        _outputs.Clear();
        _outputEnds.Clear();
    }

    public IFieldTape? TapeFor(int newSlope) => null;
    public void Rejected() { }
    public void OutputIn(int output, int lane, double theta) => _outputs.Add(new(output, lane, theta));

    public void Accepted(in AcceptedStep step)
    {
        if (_states.Count == Count)
            _states.Add(blocks.New(rows.Batch, rows.Features));
        rows.Arithmetic.CopyRows(_states[Count], step.Y, new(0, 0, rows.Batch));
        _times.AddRange(step.Times);
        _steps.AddRange(step.Steps);
        _outputEnds.Add(_outputs.Count);
        Scheme = step.Scheme;
    }

    public StateBlock State(int step) => _states[step];
    public ReadOnlySpan<double> Times(int step) => Of(_times, step);
    public ReadOnlySpan<double> Steps(int step) => Of(_steps, step);

    public ReadOnlySpan<RecordedOutput> OutputsOf(int step)
        => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_outputs)[(step == 0 ? 0 : _outputEnds[step - 1]).._outputEnds[step]];

    private ReadOnlySpan<double> Of(List<double> values, int step)
        => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values).Slice(step * rows.Batch, rows.Batch);
}

/// <summary>Blocks of one shape and the arithmetic that copies them.</summary>
internal sealed record ArithmeticRows(Arithmetic.IStateArithmetic Arithmetic, int Batch, int Features);
