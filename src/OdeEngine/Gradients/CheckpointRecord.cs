using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>Which steps keep the state they start from.</summary>
internal enum CheckpointSpacing
{
    /// <summary>All: memory grows with the number of steps, no step is made again to find a state.</summary>
    EveryStep,
    /// <summary>Every stride-th. When there are twice as many as the stride is long, every second is given up and the stride doubles: memory grows with the root of the number of steps.</summary>
    SquareRoot,
}

/// <summary>
/// The accepted steps of a solve and, for every so many of them, what they started from. No tapes: a step that one sample accepts may have been
/// rejected, even overflowed, in another. Blocks given up are used again, also by the next solve.
/// </summary>
/// <remarks>
/// Chen, Xu, Zhang, Guestrin, "Training deep nets with sublinear memory cost" (2016), section 4.2, for a number of steps that is not known beforehand.
/// Beside blocks it keeps two numbers per step and lane.
/// </remarks>
internal sealed class CheckpointRecord(Stepper stepper, BlockFactory blocks, CheckpointSpacing spacing) : ISolveRecorder
{
    private readonly List<StepStart> _kept = [];
    private readonly Stack<StepStart> _free = [];

    public StepLog Log { get; } = new(stepper.Arithmetic.Lanes);
    /// <summary>The start of every stride-th step is kept.</summary>
    public int Stride { get; private set; } = 1;

    public void Begin()
    {
        Log.Begin();
        foreach (var start in _kept)
            _free.Push(start);
        _kept.Clear();
        Stride = 1;
    }

    public IFieldTape? TapeFor(int newSlope) => null;
    public void Rejected() { }
    public void OutputIn(int output, int lane, double theta) => Log.Add(new RecordedOutput(output, lane, theta));

    public void Accepted(in AcceptedStep step)
    {
        if (Log.Count % Stride == 0)
        {
            // Full at step 2·stride², which is a multiple of the doubled stride too.
            if (spacing == CheckpointSpacing.SquareRoot && _kept.Count == 2 * Stride)
                GiveUpEverySecond();
            var start = TakeFree();
            start.CopyFrom(stepper);
            _kept.Add(start);
        }
        Log.Add(step);
    }

    /// <summary>The start of a step that is a multiple of the stride.</summary>
    public StepStart Kept(int step) => _kept[step / Stride];

    /// <summary>Room for one more start; give it back with <see cref="GiveBack"/>.</summary>
    public StepStart TakeFree() => _free.TryPop(out var start) ? start : new StepStart(stepper, blocks);

    public void GiveBack(StepStart start) => _free.Push(start);

    private void GiveUpEverySecond()
    {
        var left = 0;
        for (var i = 0; i < _kept.Count; i++)
        {
            if (i % 2 == 0)
                _kept[left++] = _kept[i];
            else
                _free.Push(_kept[i]);
        }
        _kept.RemoveRange(left, _kept.Count - left);
        Stride *= 2;
    }
}
