using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// The transpose of one step, exact for the arithmetic the step did (step lengths are constants): from ∂L/∂yNext and ∂L/∂slopes to
/// ∂L/∂y and ∂L/∂carried slopes, adding ∂L/∂θ on the way. Works slot by slot from the last to the first.
/// </summary>
/// <remarks>Sanz-Serna, "Symplectic Runge–Kutta schemes for adjoint equations, automatic differentiation, optimal control, and more", SIAM Rev. 58 (2016), section 3; here for any scheme of carried slopes.</remarks>
internal sealed class DiscreteAdjoint
{
    private readonly IVectorField _field;
    private readonly IStateArithmetic _arithmetic;
    private readonly Func<StateBlock> _newBlock;
    private readonly StateBlock[] _stateBars;
    private readonly StateBlock _slopeBar;
    // Outputs inside steps add to these; without any, they are never made.
    private readonly StateBlock?[] _slopeBars;
    private readonly bool[] _slopeBarSet;
    private StateBlock? _interior;
    private bool _interiorSet;
    private readonly StateBlock[] _carriedBars;
    private readonly bool[] _carriedSet;
    private static readonly double[] Ones = [.. Enumerable.Repeat(1.0, StepScheme.MaxSlots)];
    private readonly double[] _weights = new double[StepScheme.MaxSlots];
    private StateBlock _yBar;

    public DiscreteAdjoint(IVectorField field, IStateArithmetic arithmetic, IStepSchedule schedule, Func<StateBlock> newBlock)
    {
        _field = field;
        _arithmetic = arithmetic;
        _newBlock = newBlock;
        _stateBars = [.. Enumerable.Range(0, schedule.MaxNew).Select(_ => newBlock())];
        _slopeBar = newBlock();
        _slopeBars = new StateBlock?[schedule.MaxNew];
        _slopeBarSet = new bool[schedule.MaxNew];
        // One more than carried: while a step is transposed, its last slope and all that it carries are open.
        _carriedBars = [.. Enumerable.Range(0, schedule.MaxCarried + 1).Select(_ => newBlock())];
        _carriedSet = new bool[schedule.MaxCarried + 1];
        _yBar = newBlock();
    }

    /// <summary>∂L/∂ of the state at the end of the next step to be transposed; after the last one, of y0 without what f(y0) adds.</summary>
    public StateBlock YBar => _yBar;
    /// <summary>True if the slope there matters to L.</summary>
    public bool HasSlopeBarAtEnd => _carriedSet[0];

    public void Begin()
    {
        _arithmetic.Fill(_yBar, 0);
        Array.Clear(_carriedSet);
    }

    /// <summary>Adds ∂L/∂outputs of the step about to be transposed to the bars of its states and slopes.</summary>
    /// <param name="steps">Its signed length per lane.</param>
    public void AddOutputs(StateBlock outputsBar, StepScheme scheme, ReadOnlySpan<RecordedOutput> outputs, ReadOnlySpan<double> steps)
    {
        var rowsPerLane = _yBar.Batch / _arithmetic.Lanes;
        var weights = _weights.AsSpan(0, scheme.Slots);
        foreach (var output in outputs)
        {
            var rows = new RowRange(output.Output * _yBar.Batch + output.Lane * rowsPerLane, output.Lane * rowsPerLane, rowsPerLane);
            if (output.Theta == 1)
            {
                _arithmetic.AddRows(_yBar, outputsBar, rows, 1);
                continue;
            }
            Add(_interior ??= _newBlock(), _interiorSet, new SlotContribution(outputsBar, rows, 1));
            _interiorSet = true;
            scheme.Interpolant.WeightsAt(output.Theta, weights);
            for (var slot = 0; slot < weights.Length; slot++)
                if (weights[slot] != 0)
                    AddToSlopeBar(scheme, slot, new SlotContribution(outputsBar, rows, steps[output.Lane] * weights[slot]));
        }
    }

    /// <summary>Transposes a step whose signed lengths the arithmetic already has.</summary>
    /// <param name="tapes">By new slope; null where the slope was not evaluated.</param>
    public void Transpose(StepScheme scheme, ReadOnlySpan<IFieldTape?> tapes, StateBlock? parameterBar)
    {
        var last = scheme.New - 1;
        // The state bar of the last row is ∂L/∂yNext itself plus what f there adds.
        (_stateBars[last], _yBar) = (_yBar, _stateBars[last]);
        if (_carriedSet[0] && tapes[last] is { } lastTape)
            Product(lastTape, _carriedBars[0], _stateBars[last], parameterBar);
        for (var row = last - 1; row >= 0; row--)
        {
            var column = scheme.Column(scheme.Carried + row)[(row + 1)..];
            _arithmetic.Combine(_slopeBar, _slopeBarSet[row] ? _slopeBars[row] : null, Scaling.Step, column, _stateBars.AsSpan(row + 1, last - row));
            _slopeBarSet[row] = false;
            _arithmetic.Fill(_stateBars[row], 0);
            Product(tapes[row]!, _slopeBar, _stateBars[row], parameterBar);
        }
        ShiftCarried();
        for (var slot = 0; slot < scheme.Carried; slot++)
        {
            _arithmetic.Combine(_carriedBars[slot], _carriedSet[slot] ? _carriedBars[slot] : null, Scaling.Step, scheme.Column(slot), _stateBars.AsSpan(0, scheme.New));
            _carriedSet[slot] = true;
        }
        _arithmetic.Combine(_yBar, _interiorSet ? _interior : null, Scaling.One, Ones.AsSpan(0, scheme.New), _stateBars.AsSpan(0, scheme.New));
        _interiorSet = false;
    }

    /// <summary>Adds what f at the start of the step last transposed contributes through its slope, and is done with that slope.</summary>
    public void Close(IFieldTape first, StateBlock? parameterBar)
    {
        if (_carriedSet[0])
            Product(first, _carriedBars[0], _yBar, parameterBar);
        _carriedSet[0] = false;
    }

    /// <summary>The bar of the last slope of this step is done with; those carried into it become those of the step before.</summary>
    private void ShiftCarried()
    {
        var done = _carriedBars[0];
        for (var i = 0; i + 1 < _carriedBars.Length; i++)
            (_carriedBars[i], _carriedSet[i]) = (_carriedBars[i + 1], _carriedSet[i + 1]);
        (_carriedBars[^1], _carriedSet[^1]) = (done, false);
    }

    private void AddToSlopeBar(StepScheme scheme, int slot, in SlotContribution contribution)
    {
        var (bar, wasSet) = Open(scheme, slot);
        Add(bar, wasSet, contribution);
    }

    private void Add(StateBlock bar, bool wasSet, in SlotContribution contribution)
    {
        if (!wasSet)
            _arithmetic.Fill(bar, 0);
        _arithmetic.AddRows(bar, contribution.Source, contribution.Rows, contribution.Factor);
    }

    /// <summary>Before the shift, the last slope's bar is carried bar 0 and slot j's is carried bar j + 1.</summary>
    private (StateBlock Bar, bool WasSet) Open(StepScheme scheme, int slot)
    {
        if (slot < scheme.Carried || slot == scheme.LastSlot)
        {
            var index = slot == scheme.LastSlot ? 0 : slot + 1;
            var set = _carriedSet[index];
            _carriedSet[index] = true;
            return (_carriedBars[index], set);
        }
        var row = slot - scheme.Carried;
        var wasSet = _slopeBarSet[row];
        _slopeBarSet[row] = true;
        return (_slopeBars[row] ??= _newBlock(), wasSet);
    }

    private void Product(IFieldTape tape, StateBlock slopeBar, StateBlock stateBar, StateBlock? parameterBar)
        => _field.Vjp(tape, slopeBar, new VjpTargets(stateBar, parameterBar, default));
}

/// <summary>Factor times rows of a block, to be added to a bar.</summary>
internal readonly record struct SlotContribution(StateBlock Source, RowRange Rows, double Factor);
