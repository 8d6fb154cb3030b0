using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// The exact gradient without tapes from the forward solve: every recorded step is linearised again from the state it started from and transposed
/// while its tapes are in the cache. One evaluation per slope is counted as recomputed, and those that find states between kept ones.
/// </summary>
/// <remarks>Where samples step on their own, a sample that did not take a step has one of length zero there.</remarks>
internal sealed class ReplayGradient : IGradientPass, ITapeSource
{
    private readonly CountedField _field;
    private readonly Stepper _stepper;
    private readonly CheckpointRecord _record;
    private readonly StepReplay _replay;
    private readonly DiscreteAdjoint _adjoint;
    private readonly TapeShelf _tapes;
    private readonly IFieldTape?[] _bySlope;
    private readonly double[] _distances;
    private readonly Tolerances _sameState;
    private int _startTape;

    public ReplayGradient(in GradientPlan plan, CheckpointSpacing spacing)
    {
        var (layout, blocks) = (plan.Layout, plan.Blocks);
        _field = plan.Field;
        _stepper = plan.Forward.Stepper;
        _record = new CheckpointRecord(_stepper, blocks, spacing);
        _replay = new StepReplay(_record, _field, _stepper);
        var schedule = plan.Solve.Solver.NewSchedule(plan.Solve);
        _adjoint = new DiscreteAdjoint(_field, _stepper.Arithmetic, schedule, () => blocks.New(layout.Batch, layout.Features));
        _tapes = new TapeShelf(_field, layout.Batch, blocks.Memory);
        _bySlope = new IFieldTape?[schedule.MaxNew];
        _distances = new double[layout.Lanes];
        var rounding = blocks.ElementType == ScalarType.Float64 ? Math.BitIncrement(1.0) - 1 : MathF.BitIncrement(1) - 1;
        _sameState = new Tolerances(Math.Sqrt(rounding), Math.Sqrt(rounding));
    }

    public ISolveRecorder Recorder => _record;
    public DenseOutput? Path => null;

    // Tapes 0 and 1 are those of f at the start and at the end of the step, in turn; the inner slopes follow.
    private IFieldTape StartTape => _tapes[_startTape];
    private IFieldTape EndTape => _tapes[1 - _startTape];

    public IFieldTape TapeFor(int newSlope)
        => newSlope < 0 ? StartTape : newSlope == _stepper.Scheme.New - 1 ? EndTape : _tapes[2 + newSlope];

    public GradientEnd Run(in GradientRequest request)
    {
        var log = _record.Log;
        var shared = _stepper.Arithmetic.Lanes == 1;
        _adjoint.Begin();
        _replay.Begin();
        for (var i = log.Count - 1; i >= 0; i--)
        {
            var scheme = log.Scheme(i);
            _adjoint.AddOutputs(request.OutputsBar, scheme, log.Outputs(i), log.Steps(i));
            _replay.MoveTo(i);
            Linearize(scheme);
            CheckEnd(i, request);
            // With shared steps, f at the end of this step is f at the start of the one that was transposed before it, and its tape is still there.
            if (_adjoint.HasSlopeBarAtEnd && (!shared || i == log.Count - 1))
                _stepper.EvaluateLastSlope(this);
            _adjoint.Transpose(scheme, Tapes(scheme), request.ParameterBar);
            if (!shared || i == 0)
                _adjoint.Close(StartTape, request.ParameterBar);
            _startTape = 1 - _startTape;
            _tapes.Account(0, _tapes.Count);
        }
        _replay.End();
        request.AddStart(_adjoint.YBar, _stepper.Arithmetic, new RowRange(0, 0, _stepper.Y.Batch));
        return GradientEnd.Ok;
    }

    public void Dispose() => _tapes.Dispose();

    private void Linearize(StepScheme scheme)
    {
        _field.Pass = EvaluationPass.Recomputed;
        _stepper.EvaluateFirst(this);
        _stepper.Bind(scheme);
        _stepper.EvaluateStages(this);
    }

    /// <summary>
    /// A field that does not answer the same twice would make the gradient wrong without a sign: where a state was kept, and at the end, a step made
    /// again must arrive where the forward solve did.
    /// </summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    private void CheckEnd(int step, in GradientRequest request)
    {
        var isLast = step == _record.Log.Count - 1;
        if (!isLast && (step + 1) % _record.Stride != 0)
            return;
        var batch = _stepper.Y.Batch;
        if (isLast)
            _stepper.Arithmetic.CopyRows(_stepper.Stage, request.Outputs, new RowRange(request.Outputs.Batch - batch, 0, batch));
        var kept = isLast ? _stepper.Stage : _record.Kept(step + 1).Y;
        _stepper.Arithmetic.ScaledNorms(_stepper.Next, kept, kept, _sameState, _distances);
        foreach (var distance in _distances)
            if (!(distance <= 1))
                throw new InvalidOperationException(
                    $"Step {step + 1} of {_record.Log.Count}, from t = {_stepper.Times.Starts[0]:R}, ends elsewhere when it is made again for the gradient: the vector field must answer the same twice. "
                    + "Change no parameter between forward and backward and leave out noise and dropout, or use the direct gradient with shared steps, which makes no step again.");
    }

    private ReadOnlySpan<IFieldTape?> Tapes(StepScheme scheme)
    {
        for (var slope = 0; slope < scheme.New; slope++)
            _bySlope[slope] = TapeFor(slope);
        return _bySlope;
    }
}
