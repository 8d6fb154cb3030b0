using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;

namespace Orchestrator.OdeEngine;

/// <summary>
/// The one loop: propose a step, evaluate its slopes, judge it, write the outputs it contains, go on. Adaptive or fixed, Runge–Kutta or Adams,
/// one step for the batch or one per sample: those differences live in the control, the schedule and the lanes.
/// </summary>
/// <remarks>After the first solve with a given number of output times, a solve allocates no managed memory.</remarks>
internal sealed class Integrator : IDisposable
{
    private readonly IVectorField _field;
    private readonly SolveSettings _settings;
    private readonly IStateArithmetic _arithmetic;
    private readonly IStepSchedule _schedule;
    private readonly IStepSizeControl _control;
    private readonly InitialStep _initialStep;
    private readonly OutputWriter _writer;
    private readonly SlopeWindow _window;
    private readonly Lane[] _lanes;
    private readonly double[] _steps;
    private readonly double[] _starts;
    private readonly double[] _ratios;
    private readonly double[] _fieldTimes;
    private readonly bool[] _accepted;
    private readonly FailureAnalysis _analysis;
    private readonly Tolerances _tolerances;
    private readonly StateBlock _stage;
    private StateBlock _y;
    private StateBlock _yNext;
    private StepScheme _scheme;
    private ISolveRecorder? _recorder;
    private DenseOutput? _dense;
    private bool _lastSlopeKnown;
    private bool _trialAtHand;

    /// <param name="field">f; counting is its own affair.</param>
    public Integrator(IVectorField field, SolveSettings settings, ArithmeticLayout layout, BlockFactory blocks)
    {
        _field = field;
        _settings = settings;
        _arithmetic = blocks.NewArithmetic(layout);
        _schedule = settings.Solver.NewSchedule(settings);
        _control = settings.Solver.IsAdaptive ? new PidControl(settings, settings.Solver.ErrorExponent) : new FixedGrid(settings.StepSize!.Value);
        _initialStep = new InitialStep(layout.Lanes, settings.Solver.ErrorExponent);
        _writer = new OutputWriter(_arithmetic, layout.Batch);
        _window = new SlopeWindow(_schedule, () => blocks.New(layout.Batch, layout.Features));
        _lanes = [.. Enumerable.Range(0, layout.Lanes).Select(_ => new Lane())];
        (_steps, _starts, _ratios, _fieldTimes) = (new double[layout.Lanes], new double[layout.Lanes], new double[layout.Lanes], new double[layout.Lanes]);
        _accepted = new bool[layout.Lanes];
        _tolerances = new Tolerances(settings.RelativeTolerance, settings.AbsoluteTolerance);
        (_y, _yNext, _stage) = (blocks.New(layout.Batch, layout.Features), blocks.New(layout.Batch, layout.Features), blocks.New(layout.Batch, layout.Features));
        _analysis = new FailureAnalysis(_arithmetic, _stage, blocks.New(layout.Batch, layout.Features));
        _scheme = _schedule.Next([0], 1);
    }

    public IStateArithmetic Arithmetic => _arithmetic;
    public ReadOnlySpan<Lane> Lanes => _lanes;
    /// <summary>Of the last solve; null if all lanes ended well.</summary>
    public SolveFailure? Failure { get; private set; }

    /// <summary>Integrates from times[0] to times[^1] and writes states into outputs [times · batch, features].</summary>
    /// <param name="firstStep">Length of the first step; 0: as the settings say.</param>
    public void Integrate(StateBlock y0, ReadOnlySpan<double> times, StateBlock outputs, ISolveRecorder? recorder, DenseOutput? dense = null, double firstStep = 0)
    {
        _recorder = recorder;
        _dense = dense;
        dense?.Begin(times[0], times[^1]);
        Failure = null;
        recorder?.Begin();
        _arithmetic.CopyRows(_y, y0, new RowRange(0, 0, y0.Batch));
        _writer.Begin(y0, times, outputs);
        _trialAtHand = false;
        foreach (var lane in _lanes)
            lane.Begin(times[0], times[^1]);
        _window.Begin(times[0]);
        _window.Bind(_scheme = _schedule.Next(_window.Nodes, 1));
        Array.Fill(_starts, times[0]);
        Evaluate(-1, _starts, _y, _window.First);
        ChooseFirstSteps(firstStep > 0 ? firstStep : _settings.FirstStep ?? 0);
        while (Attempt()) { }
        for (var i = 0; i < _lanes.Length && Failure is not null; i++)
            _writer.FillUnreached(i, _lanes[i]);
    }

    public void Dispose() => _arithmetic.Dispose();

    private void ChooseFirstSteps(double given)
    {
        var evaluations = 1;
        if (given > 0 || !_control.UsesError)
        {
            foreach (var lane in _lanes)
                lane.Step = given;
        }
        else
        {
            evaluations = 2;
            var probe = _initialStep.Probe(_arithmetic, new ErrorTest(_y, _window.First, _tolerances), _tolerances);
            for (var i = 0; i < _lanes.Length; i++)
            {
                _steps[i] = _lanes[i].Direction * probe[i];
                _fieldTimes[i] = _lanes[i].Time + _steps[i];
            }
            _arithmetic.SetSteps(_steps);
            _arithmetic.Combine(_stage, _y, Scaling.Step, [1], _window.Slots(1));
            var slope = _window[_scheme.Carried];
            _field.Evaluate(TimeOf(_fieldTimes), _stage, slope);
            _arithmetic.ScaledNorms(slope, _window.First, _y, _tolerances, _initialStep.ChangeNorms);
            for (var i = 0; i < _lanes.Length; i++)
                _lanes[i].Step = _initialStep.Length(i);
        }
        foreach (var lane in _lanes)
            lane.Evaluations += evaluations;
    }

    /// <summary>One attempted step of every lane that is still on its way; false when none is.</summary>
    private bool Attempt()
    {
        if (!Propose())
            return false;
        _window.Bind(_scheme = _schedule.Next(_window.Nodes, _lanes[0].Trial));
        _arithmetic.SetSteps(_steps);
        EvaluateStages();
        _trialAtHand = true;
        Judge();
        if (NeedsLastSlope())
            EvaluateLastSlope();
        WriteOutputs();
        Commit();
        return true;
    }

    /// <summary>False when no lane is on its way any more.</summary>
    private bool Propose()
    {
        var any = false;
        for (var i = 0; i < _lanes.Length; i++)
        {
            var lane = _lanes[i];
            if (lane.Active)
            {
                _control.Propose(lane);
                if (!lane.Active)
                    Report(i);
            }
            _starts[i] = lane.Time;
            _steps[i] = lane.Active ? lane.Trial : 0;
            any |= lane.Active;
        }
        return any;
    }

    private void EvaluateStages()
    {
        var scheme = _scheme;
        for (var row = 0; row < scheme.New; row++)
        {
            var isResult = row == scheme.New - 1;
            var state = isResult ? _yNext : _stage;
            _arithmetic.Combine(state, _y, Scaling.Step, scheme.Row(row), _window.Slots(scheme.Row(row).Length));
            if (!isResult)
                EvaluateRow(row, state);
        }
        _lastSlopeKnown = false;
        if (scheme.ErrorUsesLastSlope)
            EvaluateLastSlope();
        foreach (var lane in _lanes)
            if (lane.Active)
                lane.Evaluations += scheme.New - 1;
    }

    private void EvaluateLastSlope()
    {
        if (_lastSlopeKnown)
            return;
        EvaluateRow(_scheme.New - 1, _yNext);
        _lastSlopeKnown = true;
    }

    private void EvaluateRow(int row, StateBlock state)
    {
        var node = _scheme.Node(row);
        for (var i = 0; i < _lanes.Length; i++)
            _fieldTimes[i] = node == 1 && _lanes[i].Active ? _lanes[i].TrialEnd : _lanes[i].Time + node * _steps[i];
        Evaluate(row, _fieldTimes, state, _window[_scheme.Carried + row]);
    }

    private void Evaluate(int newSlope, double[] times, StateBlock state, StateBlock slope)
    {
        var tape = _recorder?.TapeFor(newSlope);
        if (tape is null)
            _field.Evaluate(TimeOf(times), state, slope);
        else
            _field.Linearize(TimeOf(times), state, slope, tape);
    }

    private static SolveTime TimeOf(double[] times) => times.Length == 1 ? new SolveTime(times[0]) : new SolveTime(times.AsSpan());

    private void Judge()
    {
        if (_control.UsesError)
            _arithmetic.ErrorRatios(new ErrorTest(_y, _yNext, _tolerances), _scheme.Error, _window.Slots(_scheme.Slots), _ratios);
        else
            _arithmetic.Norms(_yNext, _ratios);
        for (var i = 0; i < _lanes.Length; i++)
        {
            var lane = _lanes[i];
            lane.TrialAccepted = false;
            if (!lane.Active)
                continue;
            lane.ErrorRatio = _ratios[i];
            lane.TrialAccepted = _control.Judge(lane);
            if (!lane.TrialAccepted)
                lane.Reject();
            var attempts = lane.Attempts + (lane.TrialAccepted ? 1 : 0);
            if (lane.Active && attempts >= _settings.MaxSteps && !(lane.TrialAccepted && lane.TrialReachesEnd))
                lane.Fail(SolveStatus.MaxStepsReached);
            if (_scheme.ErrorUsesLastSlope || LaneNeedsLastSlope(lane))
                lane.Evaluations++;
            if (!lane.Active)
                Report(i);
        }
    }

    private bool NeedsLastSlope()
    {
        foreach (var lane in _lanes)
            if (LaneNeedsLastSlope(lane))
                return true;
        return false;
    }

    /// <summary>f at the end of the step is the first slope of the next one; after the last step only an interpolant may want it.</summary>
    private bool LaneNeedsLastSlope(Lane lane)
        => lane.TrialAccepted
            && (!lane.TrialReachesEnd || (_scheme.Interpolant.UsesLastSlope && (_dense is not null || _writer.NeedsInterior(lane))));

    private void WriteOutputs()
    {
        var any = false;
        for (var i = 0; i < _lanes.Length; i++)
        {
            _accepted[i] = _lanes[i].TrialAccepted;
            any |= _accepted[i];
            _steps[i] = _accepted[i] ? _lanes[i].Trial : 0;
        }
        if (!any)
        {
            _recorder?.Rejected();
            return;
        }
        var step = new AcceptedStep(_scheme, _y, _window.Slots(_scheme.Slots), _starts, _steps);
        for (var i = 0; i < _lanes.Length; i++)
            if (_accepted[i] && _writer.Write(i, _lanes[i], step, _yNext, _recorder))
                _lanes[i].Finish();
        _recorder?.Accepted(step);
        _dense?.Add(step, _yNext, _lanes);
    }

    private void Commit()
    {
        foreach (var lane in _lanes)
            if (lane.TrialAccepted)
                lane.Accept();
        if (_lanes.Length > 1)
        {
            _arithmetic.CopyLanes(_y, _yNext, _accepted);
            _arithmetic.CopyLanes(_window.First, _window[_scheme.LastSlot], _accepted);
        }
        else if (_accepted[0])
        {
            (_y, _yNext) = (_yNext, _y);
            _window.Advance(_scheme, _lanes[0].Time);
        }
        _trialAtHand = !_accepted.AsSpan().Contains(true);
    }

    /// <summary>The first lane that fails is the one reported.</summary>
    private void Report(int index)
    {
        if (Failure is not null)
            return;
        var stiffness = double.NaN;
        if (_trialAtHand)
        {
            EvaluateLastSlope();
            stiffness = _analysis.Stiffness(index, _scheme, _window, new ErrorTest(_y, _yNext, _tolerances));
        }
        Failure = _analysis.Describe(index, _lanes[index], _y, _window.First, stiffness);
    }
}
