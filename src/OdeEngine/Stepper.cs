using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine;

/// <summary>
/// The blocks of a solve and the evaluations of one step. How long a step is and whether it is any good is decided elsewhere, so a recorded step
/// is made again by the same code, with the same bits.
/// </summary>
internal sealed class Stepper
{
    private readonly IVectorField _field;
    private readonly double[] _fieldTimes;

    public Stepper(IVectorField field, IStateArithmetic arithmetic, IStepSchedule schedule, Func<StateBlock> newBlock)
    {
        (_field, Arithmetic) = (field, arithmetic);
        Window = new SlopeWindow(schedule, newBlock);
        Times = new StepTimes(arithmetic.Lanes);
        _fieldTimes = new double[arithmetic.Lanes];
        (Y, Next, Stage) = (newBlock(), newBlock(), newBlock());
        Scheme = schedule.Next([0], 1);
    }

    public IStateArithmetic Arithmetic { get; }
    public SlopeWindow Window { get; }
    public StepTimes Times { get; }
    public StepScheme Scheme { get; private set; }
    /// <summary>State at the start of the step.</summary>
    public StateBlock Y { get; private set; }
    /// <summary>State at its end, once the stages are evaluated.</summary>
    public StateBlock Next { get; private set; }
    public StateBlock Stage { get; }
    /// <summary>f at the end of the step is evaluated.</summary>
    public bool LastSlopeKnown { get; private set; }

    /// <summary>Takes the scheme and the lengths of the step that follows.</summary>
    public void Bind(StepScheme scheme)
    {
        Window.Bind(Scheme = scheme);
        Arithmetic.SetSteps(Times.Steps);
        LastSlopeKnown = false;
    }

    /// <summary>f at the start of the step.</summary>
    public void EvaluateFirst(ITapeSource? tapes) => Evaluate(-1, Times.Starts, Y, Window.First, tapes);

    /// <summary>All slopes but the last, and the state at the end.</summary>
    public void EvaluateStages(ITapeSource? tapes)
    {
        var last = Scheme.New - 1;
        for (var row = 0; row <= last; row++)
        {
            var state = row == last ? Next : Stage;
            Arithmetic.Combine(state, Y, Scaling.Step, Scheme.Row(row), Window.Slots(Scheme.Row(row).Length));
            if (row < last)
                EvaluateRow(row, state, tapes);
        }
    }

    /// <summary>f at the end of the step, unless it is known already.</summary>
    public void EvaluateLastSlope(ITapeSource? tapes)
    {
        if (LastSlopeKnown)
            return;
        EvaluateRow(Scheme.New - 1, Next, tapes);
        LastSlopeKnown = true;
    }

    /// <summary>The end of the step becomes the start of the next one, in the lanes that took it.</summary>
    public void Advance(ReadOnlySpan<bool> accepted)
    {
        if (accepted.Length > 1)
        {
            Arithmetic.CopyLanes(Y, Next, accepted);
            Arithmetic.CopyLanes(Window.First, Window[Scheme.LastSlot], accepted);
        }
        else if (accepted[0])
        {
            (Y, Next) = (Next, Y);
            Window.Advance(Scheme, Times.Ends[0]);
        }
    }

    private void EvaluateRow(int row, StateBlock state, ITapeSource? tapes)
    {
        var node = Scheme.Node(row);
        for (var i = 0; i < _fieldTimes.Length; i++)
            _fieldTimes[i] = node == 1 ? Times.Ends[i] : Times.Starts[i] + node * Times.Steps[i];
        Evaluate(row, _fieldTimes, state, Window[Scheme.Carried + row], tapes);
    }

    private void Evaluate(int newSlope, double[] times, StateBlock state, StateBlock slope, ITapeSource? tapes)
    {
        var time = times.Length == 1 ? new SolveTime(times[0]) : new SolveTime(times.AsSpan());
        if (tapes?.TapeFor(newSlope) is { } tape)
            _field.Linearize(time, state, slope, tape);
        else
            _field.Evaluate(time, state, slope);
    }
}

/// <summary>Start, end and signed length of a step by lane; a lane that takes no step has length 0 and ends where it starts.</summary>
internal sealed class StepTimes(int lanes)
{
    public double[] Starts { get; } = new double[lanes];
    /// <summary>Kept apart because start + length may miss the end in the last bit.</summary>
    public double[] Ends { get; } = new double[lanes];
    public double[] Steps { get; } = new double[lanes];
}

/// <summary>Who wants to differentiate evaluations.</summary>
internal interface ITapeSource
{
    /// <summary>The tape for the evaluation about to be made; null: no tape is wanted.</summary>
    /// <param name="newSlope">Which new slope of the step; −1: f at its start.</param>
    IFieldTape? TapeFor(int newSlope);
}
