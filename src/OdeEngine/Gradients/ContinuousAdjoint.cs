using System.Collections.Immutable;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>
/// Optimise, then discretise: solves the adjoint equation from the last output back to the first, restarting at every output. The state is integrated
/// back with it from the stored outputs, so that it drifts no further than from one output to the one before; or it is read from the path that the
/// forward solve kept, and does not drift.
/// </summary>
/// <remarks>
/// Restarts as torchdiffeq does, but an interval's first step is the one the interval after it ended with instead of a new guess:
/// one evaluation and some small steps less per output. The batch steps together, also where the forward solve stepped by sample.
/// </remarks>
internal sealed class ContinuousAdjoint : IGradientPass
{
    private readonly CountedField _field;
    private readonly AdjointField _adjoint;
    private readonly Integrator _integrator;
    private readonly IStateArithmetic _parts;
    private readonly IStateArithmetic _parameters;
    private readonly StateBlock _row;
    private readonly StateBlock _ends;
    private readonly StateBlock _endRow;
    private readonly double[] _interval = new double[2];
    private readonly int _batch;

    /// <param name="path">Filled by the forward solve; null: the state is integrated back.</param>
    public ContinuousAdjoint(in GradientPlan plan, DenseOutput? path)
    {
        Path = path;
        _field = plan.Field;
        _batch = plan.Layout.Batch;
        var blocks = plan.Blocks;
        _parts = blocks.NewArithmetic(plan.Layout with { Lanes = 1 });
        _parameters = blocks.NewArithmetic(new ArithmeticLayout(1, Math.Max(1, _field.Parameters.Count), 1));
        _adjoint = new AdjointField(_field, _parts, _batch, blocks, path);
        var layout = new ArithmeticLayout(1, _adjoint.Features, 1) { Segments = Segments(plan.Gradient.Seminorm) };
        _integrator = new Integrator(_adjoint, BackwardSettings(plan), layout, blocks);
        _row = blocks.New(1, _adjoint.Features);
        _ends = blocks.New(2, _adjoint.Features);
        _endRow = _ends.View(_adjoint.Features, 1, _adjoint.Features);
    }

    public ISolveRecorder? Recorder => null;
    public DenseOutput? Path { get; }

    public void Watch(RejectionWatch? rejections) => _integrator.Rejections = rejections;

    public GradientEnd Run(in GradientRequest request)
    {
        _field.Pass = EvaluationPass.Backward;
        var whole = new RowRange(0, 0, _batch);
        var parts = _adjoint.PartsOf(_row);
        var end = _adjoint.PartsOf(_endRow);
        _parts.Fill(parts.A, 0);
        if (parts.Q is not null)
            _parameters.Fill(parts.Q, 0);
        var tally = default(StepTally);
        var firstStep = 0.0;
        for (var i = request.Times.Length - 1; i > 0; i--)
        {
            if (parts.Y is not null)
                _parts.CopyRows(parts.Y, request.Outputs, new RowRange(i * _batch, 0, _batch));
            _parts.AddRows(parts.A, request.OutputsBar, new RowRange(i * _batch, 0, _batch), 1);
            (_interval[0], _interval[1]) = (request.Times[i], request.Times[i - 1]);
            _integrator.Integrate(_row, _interval, _ends, null, null, firstStep);
            var lane = _integrator.Lanes[0];
            tally = tally.With(lane.Accepted, lane.Rejected, lane.SmallestStep, lane.LargestStep);
            if (_integrator.Failure is { } failure)
                return new GradientEnd(failure, tally);
            firstStep = lane.Step;
            _parts.CopyRows(parts.A, end.A, whole);
            if (parts.Q is not null)
                _parameters.CopyRows(parts.Q, end.Q!, new RowRange(0, 0, 1));
        }
        if (parts.Q is not null && request.ParameterBar is not null)
            _parameters.AddRows(request.ParameterBar, parts.Q, new RowRange(0, 0, 1), 1);
        request.AddStart(parts.A, _parts, whole);
        return new GradientEnd(null, tally);
    }

    public void Dispose()
    {
        _endRow.Dispose();
        _adjoint.Dispose();
        _integrator.Dispose();
        _parts.Dispose();
        _parameters.Dispose();
    }

    /// <summary>The error is the largest of the RMS errors of state, adjoint and parameter integral; the seminorm leaves out the last.</summary>
    private ImmutableArray<NormSegment> Segments(bool seminorm)
    {
        var count = _adjoint.StateCount;
        ImmutableArray<NormSegment> segments = [new(_adjoint.AdjointOffset, count)];
        if (Path is null)
            segments = segments.Add(new(0, count));
        return seminorm || _field.Parameters.Count == 0 ? segments : segments.Add(new(_adjoint.ParameterOffset, _field.Parameters.Count));
    }

    private static SolveSettings BackwardSettings(in GradientPlan plan) => plan.Solve with
    {
        RelativeTolerance = plan.Gradient.RelativeTolerance ?? plan.Solve.RelativeTolerance,
        AbsoluteTolerance = plan.Gradient.AbsoluteTolerance ?? plan.Solve.AbsoluteTolerance,
        Batch = BatchStepping.Shared,
    };
}
