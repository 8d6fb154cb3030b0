using System.Diagnostics;
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
    private readonly Stepper _stepper;
    private readonly IStepSchedule _schedule;
    private readonly IStepSizeControl _control;
    private readonly InitialStep _initialStep;
    private readonly OutputWriter _writer;
    private readonly SlopeWindow _window;
    private readonly StepTimes _times;
    private readonly Lane[] _lanes;
    private readonly double[] _ratios;
    private readonly double[] _fieldTimes;
    private readonly bool[] _accepted;
    private readonly FailureAnalysis _analysis;
    private readonly StiffnessEstimate _stiffness;
    private readonly double[] _stiffnesses;
    private readonly Tolerances _tolerances;
    private ISolveRecorder? _recorder;
    private DenseOutput? _dense;
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
        _stepper = new Stepper(field, _arithmetic, _schedule, () => blocks.New(layout.Batch, layout.Features));
        (_window, _times) = (_stepper.Window, _stepper.Times);
        _lanes = [.. Enumerable.Range(0, layout.Lanes).Select(_ => new Lane())];
        (_ratios, _fieldTimes) = (new double[layout.Lanes], new double[layout.Lanes]);
        _accepted = new bool[layout.Lanes];
        _tolerances = new Tolerances(settings.RelativeTolerance, settings.AbsoluteTolerance);
        _analysis = new FailureAnalysis(_arithmetic);
        _stiffness = new StiffnessEstimate(_arithmetic, blocks.New(layout.Batch, layout.Features));
        _stiffnesses = new double[layout.Lanes];
    }

    public IStateArithmetic Arithmetic => _arithmetic;
    /// <summary>Between solves it is free for making recorded steps again.</summary>
    public Stepper Stepper => _stepper;
    public ReadOnlySpan<Lane> Lanes => _lanes;
    /// <summary>Of the last solve; null if all lanes ended well.</summary>
    public SolveFailure? Failure { get; private set; }
    /// <summary>Who keeps the steps that the first lane tries; null: nobody.</summary>
    public StepKeeper? Steps { get; set; }
    /// <summary>Who collects |h·λ| of accepted steps; null: nobody.</summary>
    public StiffnessGauge? Stiffness { get; set; }
    /// <summary>Who looks for rows of rejected steps; null: nobody.</summary>
    public RejectionWatch? Rejections { get; set; }

    /// <summary>Integrates from times[0] to times[^1] and writes states into outputs [times · batch, features].</summary>
    /// <param name="firstStep">Length of the first step; 0: as the settings say.</param>
    public void Integrate(StateBlock y0, ReadOnlySpan<double> times, StateBlock outputs, ISolveRecorder? recorder, DenseOutput? dense = null, double firstStep = 0)
    {
        _recorder = recorder;
        _dense = dense;
        dense?.Begin(times[0], times[^1]);
        Failure = null;
        recorder?.Begin();
        Steps?.Begin();
        Stiffness?.Begin();
        Rejections?.Begin(_lanes.Length);
        _arithmetic.CopyRows(_stepper.Y, y0, new RowRange(0, 0, y0.Batch));
        _writer.Begin(y0, times, outputs);
        _trialAtHand = false;
        foreach (var lane in _lanes)
            lane.Begin(times[0], times[^1]);
        _window.Begin(times[0]);
        _stepper.Bind(_schedule.Next(_window.Nodes, 1));
        Array.Fill(_times.Starts, times[0]);
        _stepper.EvaluateFirst(recorder);
        ChooseFirstSteps(firstStep > 0 ? firstStep : _settings.FirstStep ?? 0);
        while (Attempt()) { }
        Rejections?.End();
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
            var (y, stage, steps) = (_stepper.Y, _stepper.Stage, _times.Steps);
            var probe = _initialStep.Probe(_arithmetic, new ErrorTest(y, _window.First, _tolerances), _tolerances);
            for (var i = 0; i < _lanes.Length; i++)
            {
                steps[i] = _lanes[i].Direction * probe[i];
                _fieldTimes[i] = _lanes[i].Time + steps[i];
            }
            _arithmetic.SetSteps(steps);
            _arithmetic.Combine(stage, y, Scaling.Step, [1], _window.Slots(1));
            var slope = _window[_stepper.Scheme.Carried];
            _field.Evaluate(TimeOf(_fieldTimes), stage, slope);
            _arithmetic.ScaledNorms(slope, _window.First, y, _tolerances, _initialStep.ChangeNorms);
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
        _stepper.Bind(_schedule.Next(_window.Nodes, _lanes[0].Trial));
        EvaluateStages();
        _trialAtHand = true;
        Judge();
        Steps?.Tried(_lanes[0].Time, _lanes[0].Trial, _lanes[0].TrialAccepted);
        if (NeedsLastSlope())
            _stepper.EvaluateLastSlope(_recorder);
        MeasureStiffness();
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
            SetTimes(i, lane.Active);
            any |= lane.Active;
        }
        return any;
    }

    private void SetTimes(int index, bool takesStep)
    {
        var lane = _lanes[index];
        _times.Starts[index] = lane.Time;
        (_times.Ends[index], _times.Steps[index]) = takesStep ? (lane.TrialEnd, lane.Trial) : (lane.Time, 0);
    }

    private void EvaluateStages()
    {
        _stepper.EvaluateStages(_recorder);
        if (_stepper.Scheme.ErrorUsesLastSlope)
            _stepper.EvaluateLastSlope(_recorder);
        foreach (var lane in _lanes)
            if (lane.Active)
                lane.Evaluations += _stepper.Scheme.New - 1;
    }

    private static SolveTime TimeOf(double[] times) => times.Length == 1 ? new SolveTime(times[0]) : new SolveTime(times.AsSpan());

    private void Judge()
    {
        var scheme = _stepper.Scheme;
        if (_control.UsesError)
            _arithmetic.ErrorRatios(new ErrorTest(_stepper.Y, _stepper.Next, _tolerances), scheme.Error, _window.Slots(scheme.Slots), _ratios);
        else
            _arithmetic.Norms(_stepper.Next, _ratios);
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
            Rejections?.Tried(i, lane.Time, lane.Trial, lane.TrialAccepted);
            var attempts = lane.Attempts + (lane.TrialAccepted ? 1 : 0);
            if (lane.Active && attempts >= _settings.MaxSteps && !(lane.TrialAccepted && lane.TrialReachesEnd))
                lane.Fail(SolveStatus.MaxStepsReached);
            if (scheme.ErrorUsesLastSlope || LaneNeedsLastSlope(lane))
                lane.Evaluations++;
            if (!lane.Active)
                Report(i);
        }
    }

    /// <summary>A last step whose last slope nobody needs is left out: no evaluation is made for this.</summary>
    private void MeasureStiffness()
    {
        if (Stiffness is null || !_stepper.LastSlopeKnown)
            return;
        var started = Stopwatch.GetTimestamp();
        _stiffness.Of(_stepper, _stiffnesses);
        for (var i = 0; i < _lanes.Length; i++)
            if (_lanes[i].TrialAccepted)
                Stiffness.Add(_stiffnesses[i]);
        Stiffness.Took(Stopwatch.GetElapsedTime(started));
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
            && (!lane.TrialReachesEnd || (_stepper.Scheme.Interpolant.UsesLastSlope && (_dense is not null || _writer.NeedsInterior(lane))));

    private void WriteOutputs()
    {
        var any = false;
        for (var i = 0; i < _lanes.Length; i++)
        {
            _accepted[i] = _lanes[i].TrialAccepted;
            any |= _accepted[i];
            SetTimes(i, _accepted[i]);
        }
        if (!any)
        {
            _recorder?.Rejected();
            return;
        }
        var step = new AcceptedStep(_stepper);
        for (var i = 0; i < _lanes.Length; i++)
            if (_accepted[i] && _writer.Write(i, _lanes[i], step, _recorder))
                _lanes[i].Finish();
        _recorder?.Accepted(step);
        _dense?.Add(step);
    }

    private void Commit()
    {
        foreach (var lane in _lanes)
            if (lane.TrialAccepted)
                lane.Accept();
        _stepper.Advance(_accepted);
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
            _stepper.EvaluateLastSlope(_recorder);
            _stiffness.Of(_stepper, _stiffnesses);
            stiffness = _stiffnesses[index];
        }
        Failure = _analysis.Describe(index, _lanes[index], _stepper.Y, _window.First, stiffness);
    }
}
