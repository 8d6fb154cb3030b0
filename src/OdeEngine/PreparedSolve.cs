using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine;

/// <summary>One field, batch size, solver and gradient with all their memory.</summary>
internal sealed class PreparedSolve : IPreparedSolve
{
    private readonly CountedField _field;
    private readonly ArithmeticLayout _layout;
    private readonly bool _apart;
    private readonly BlockFactory _blocks;
    private readonly Integrator _integrator;
    private readonly IGradientPass? _gradient;
    private readonly StateBlock _startBar;
    private readonly StateBlock _state;
    private readonly StateBlock _slope;
    private DenseOutput? _dense;
    private StateBlock? _outputs;
    private double[] _times = [];
    private int _timeCount;
    private bool _endedOk;

    public PreparedSolve(CountedField field, int batch, SolveSettings settings, GradientSettings? gradient, ArithmeticFactory arithmetic)
    {
        _field = field;
        // With one step length for all anyway, samples stepping apart and together are the same thing.
        _apart = settings.Batch == BatchStepping.Independent && settings.Solver.IsAdaptive;
        _layout = new ArithmeticLayout(batch, field.Features, _apart ? batch : 1);
        _blocks = new BlockFactory(field.Parameters.ElementType, field.Parameters.Device, new MemoryAccount(), arithmetic);
        _integrator = new Integrator(field, settings, _layout, _blocks);
        _gradient = gradient?.Method.NewPass(new GradientPlan(field, settings, gradient, _layout, _blocks, _integrator));
        _dense = _gradient?.Path;
        _startBar = _blocks.New(batch, field.Features);
        _state = _blocks.New(batch, field.Features);
        _slope = _blocks.New(batch, field.Features);
    }

    public StateBlock Outputs => _outputs ?? throw new InvalidOperationException("There are no outputs before the first forward solve.");
    public long PeakBytes => _blocks.Memory.Peak;

    /// <summary>From now on the steps of a forward solve are kept for evaluation between outputs.</summary>
    public DenseOutput KeepDense() => _dense ??= new DenseOutput(_blocks, _layout, _integrator.Arithmetic);

    /// <summary>From now on the steps that a solve of one sample, or of samples that step together, tries are kept.</summary>
    /// <param name="most">Steps that are kept at most; those after them are counted only.</param>
    public StepKeeper KeepSteps(int most) => _integrator.Steps ??= new StepKeeper(most);

    /// <summary>From now on forward solves estimate |h·λ| of their steps and solves clock the vector field; null: no more. It costs no evaluation.</summary>
    public void Measure(StiffnessGauge? stiffness)
    {
        _integrator.Stiffness = stiffness;
        _field.IsClocked = stiffness is not null;
    }

    /// <summary>From now on solves of both passes tell of rows of rejected steps; null: no more. It costs no evaluation.</summary>
    public void Watch(RejectionWatch? rejections)
    {
        _integrator.Rejections = rejections;
        _gradient?.Watch(rejections);
    }

    public ForwardReport Forward(StateBlock y0, ReadOnlySpan<double> times)
    {
        SolveRules.CheckTimes(times);
        SolveRules.CheckState(y0, _layout, _blocks, nameof(y0));
        Remember(times);
        var started = Mark();
        _field.Pass = EvaluationPass.Forward;
        _field.BeginPass();
        try
        {
            _integrator.Integrate(y0, times, _outputs!, _gradient?.Recorder, _dense);
        }
        finally
        {
            _field.EndPass();
        }
        var failure = _integrator.Failure;
        _endedOk = failure is null;
        var tally = default(StepTally);
        foreach (var lane in _integrator.Lanes)
            tally = tally.With(lane.Accepted, lane.Rejected, lane.SmallestStep, lane.LargestStep);
        var stats = Stats(tally, started) with { Samples = SampleStats(), Stiffness = _integrator.Stiffness?.Median() };
        return new ForwardReport(failure?.Status ?? SolveStatus.Ok, stats, failure);
    }

    public BackwardReport Backward(StateBlock outputsBar, StateBlock? y0Bar, StateBlock? parameterBar, Span<double> timesBar)
    {
        if (_gradient is null)
            throw new InvalidOperationException("This solve was prepared without a gradient method; give one to Ode.Prepare.");
        if (!_endedOk)
            throw new InvalidOperationException("Backward needs a forward solve that ended Ok before it.");
        SolveRules.CheckGradients(outputsBar, y0Bar, parameterBar, _outputs!, _field.Parameters.Count);
        if (!timesBar.IsEmpty && timesBar.Length != _timeCount)
            throw new ArgumentException($"{timesBar.Length} time gradients for {_timeCount} times: give one per time, or none.", nameof(timesBar));
        var started = Mark();
        _field.Pass = EvaluationPass.Backward;
        var times = _times.AsSpan(0, _timeCount);
        var request = new GradientRequest(times, _outputs!, outputsBar, y0Bar, parameterBar, timesBar.IsEmpty ? null : _startBar);
        var end = Run(request, timesBar);
        return new BackwardReport(end.Failure?.Status ?? SolveStatus.Ok, Stats(end.Steps, started), end.Failure);
    }

    public void Dispose()
    {
        _gradient?.Dispose();
        _integrator.Dispose();
        _blocks.Dispose();
    }

    private GradientEnd Run(in GradientRequest request, Span<double> timesBar)
    {
        _field.BeginPass();
        try
        {
            var end = _gradient!.Run(request);
            if (end.Failure is null && !timesBar.IsEmpty)
                AddTimeGradients(request.OutputsBar, timesBar);
            return end;
        }
        finally
        {
            _field.EndPass();
        }
    }

    /// <summary>
    /// Moving an output time moves its state along f; moving the start moves the state against f there. Exact for the differential
    /// equation, and so for the numerical solution up to its own error, whatever the gradient method.
    /// </summary>
    private void AddTimeGradients(StateBlock outputsBar, Span<double> timesBar)
    {
        var batch = _layout.Batch;
        var arithmetic = _integrator.Arithmetic;
        _field.Pass = EvaluationPass.Backward;
        for (var i = 0; i < _timeCount; i++)
        {
            arithmetic.CopyRows(_state, _outputs!, new RowRange(i * batch, 0, batch));
            _field.Evaluate(_times[i], _state, _slope);
            timesBar[i] += i == 0
                ? -arithmetic.Dot(_startBar, _slope, new RowRange(0, 0, batch))
                : arithmetic.Dot(outputsBar, _slope, new RowRange(i * batch, 0, batch));
        }
    }

    private SolveStats Stats(in StepTally steps, in SolveMark start)
    {
        var elapsed = Stopwatch.GetElapsedTime(start.Timestamp);
        return new(_field.Counts - start.Counts, steps.Accepted, steps.Rejected, steps.Smallest, steps.Largest, elapsed)
        {
            LoopTime = _field.IsClocked ? elapsed - (Aside - start.Aside) : null,
            RejectionBursts = _integrator.Rejections?.Count ?? 0,
            LongRejections = _integrator.Rejections?.Kept ?? [],
        };
    }

    private SolveMark Mark()
    {
        _integrator.Rejections?.Clear();
        return new(_field.Counts, Aside, Stopwatch.GetTimestamp());
    }

    /// <summary>Time that is not the loop's.</summary>
    private TimeSpan Aside => _field.Elapsed + (_integrator.Stiffness?.Elapsed ?? TimeSpan.Zero);

    private readonly record struct SolveMark(FunctionEvaluations Counts, TimeSpan Aside, long Timestamp);

    private ImmutableArray<SampleStats> SampleStats()
    {
        if (!_apart)
            return [];
        var samples = ImmutableArray.CreateBuilder<SampleStats>(_layout.Lanes);
        foreach (var lane in _integrator.Lanes)
            samples.Add(new SampleStats(lane.Status, lane.Accepted, lane.Rejected, lane.Evaluations, lane.Time));
        return samples.MoveToImmutable();
    }

    private void Remember(ReadOnlySpan<double> times)
    {
        if (_times.Length < times.Length)
            _times = new double[times.Length];
        times.CopyTo(_times);
        _timeCount = times.Length;
        var rows = checked(times.Length * _layout.Batch);
        if (_outputs?.Batch == rows)
            return;
        if (_outputs is not null)
            _blocks.Release(_outputs);
        _outputs = _blocks.New(rows, _layout.Features);
    }
}
