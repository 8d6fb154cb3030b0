using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// Brings the stepper back to the start of recorded steps, from the last to the first. Between two kept states the steps are made again once, with
/// the recorded times and lengths and so with the same bits, and their starts kept until the walk has passed them.
/// </summary>
internal sealed class StepReplay(CheckpointRecord record, CountedField field, Stepper stepper)
{
    private readonly List<StepStart> _starts = [];
    private readonly bool[] _took = new bool[stepper.Arithmetic.Lanes];
    private int _first;

    public void Begin() => _first = int.MaxValue;

    /// <summary>The stepper is at the start of this step, but for f there; steps are asked for from the last to the first.</summary>
    public void MoveTo(int step)
    {
        var first = step - step % record.Stride;
        if (first < _first)
            MakeAgain(_first = first, step);
        (step == first ? record.Kept(first) : _starts[step - first - 1]).CopyTo(stepper);
        SetTimes(step);
    }

    /// <summary>The walk is over: the next forward solve may use the memory.</summary>
    public void End()
    {
        foreach (var start in _starts)
            record.GiveBack(start);
        _starts.Clear();
    }

    /// <summary>Finds the starts of the steps after the first one, up to the last.</summary>
    private void MakeAgain(int first, int last)
    {
        if (first == last)
            return;
        field.Pass = EvaluationPass.Recomputed;
        record.Kept(first).CopyTo(stepper);
        SetTimes(first);
        stepper.EvaluateFirst(null);
        for (var step = first; step < last; step++)
        {
            SetTimes(step);
            stepper.Bind(record.Log.Scheme(step));
            stepper.EvaluateStages(null);
            if (step + 1 < last)
                stepper.EvaluateLastSlope(null);
            stepper.Advance(_took);
            if (_starts.Count == step - first)
                _starts.Add(record.TakeFree());
            _starts[step - first].CopyFrom(stepper);
        }
    }

    private void SetTimes(int step)
    {
        record.Log.Starts(step).CopyTo(stepper.Times.Starts);
        record.Log.Ends(step).CopyTo(stepper.Times.Ends);
        var steps = record.Log.Steps(step);
        steps.CopyTo(stepper.Times.Steps);
        for (var lane = 0; lane < _took.Length; lane++)
            _took[lane] = steps[lane] != 0;
    }
}
