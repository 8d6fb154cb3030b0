using System.Diagnostics;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training.Optimizers;
using Orchestrator.OdeEngine.Workloads;

namespace Orchestrator.OdeEngine.Training;

/// <summary>The loop: data, forward, loss, backward, optimiser; then report, checkpoint, or stop.</summary>
internal sealed class TrainingLoop : IDisposable
{
    /// <summary>Iterations at the start of an attempt that do not count in the phase times; a tenth of a short run at most.</summary>
    private const int MaxWarmUpIterations = 5;

    private readonly TrainingPlan _plan;
    private readonly ITrainingObserver _observer;
    private readonly IWorkload _workload;
    private readonly MlpField _field;
    private readonly StateBlock _gradient;
    private readonly FlatOptimizer _optimizer;
    private readonly PreparedSolve _solve;
    private readonly StiffnessGauge _gauge = new();
    private readonly RejectionWatch _rejections = new();
    private readonly PathBridge _bridge;
    private readonly HeldOutSolves _heldOut;
    private readonly SolveTelemetry _telemetry;
    private readonly PhaseClock _clock;
    private readonly byte[] _fingerprint;
    private readonly int _warmUpUntil;
    private TrainingCounters _counters = TrainingCounters.Zero;
    private StateBlock? _outputsBar;
    private double? _lastFiniteLoss;
    private double? _stiffness;
    private GradientAudit? _audit;
    private double? _gradientError;

    public TrainingLoop(TrainingPlan plan, TrainingCheckpoint? resumeFrom, ITrainingObserver observer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Iterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.ReportEvery, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.AuditEvery ?? 1, 1);
        (_plan, _observer) = (plan, observer);
        _workload = WorkloadFactory.Create(plan);
        _field = VectorFields.Create(plan.Model, _workload.Features, plan.ElementType, plan.Device, new RandomStream(plan.Seed, RandomStream.ModelPurpose, 0).Next());
        _gradient = _field.Parameters.NewGradient();
        _optimizer = FlatOptimizer.Create(plan.Optimizer, _field.Parameters.Count, plan.ElementType, plan.Device);
        _solve = Ode.Prepare(new CountedField(_field), _workload.Batch, plan.Solve, plan.Gradient, StateArithmetic.For);
        _bridge = new PathBridge(plan.Device, _workload.Batch, _workload.Features, plan.ElementType);
        _heldOut = new HeldOutSolves(_workload, _field, plan);
        _fingerprint = PlanFingerprint.Of(plan, _workload.DataFingerprint);
        if (resumeFrom is not null)
            Restore(resumeFrom);
        _clock = new PhaseClock(_counters.Times, plan.Device);
        _telemetry = new SolveTelemetry(plan, _workload.Batch, _workload.Batch * _workload.Features, _clock);
        _warmUpUntil = _counters.Iteration + Math.Clamp(plan.Iterations / 10, 1, MaxWarmUpIterations);
    }

    public TrainingEnd Run()
    {
        TrainingObservation? last = null;
        while (_counters.Iteration < _plan.Iterations)
        {
            if (_observer.ShouldStop)
                return Stop();
            if (_plan.TimeLimit is { } limit && _clock.Times.Total >= limit)
                return new TrainingEnd.TimedOut(_counters.Iteration, limit);
            var number = _counters.Iteration + 1;
            var reports = _plan.ReportsAt(number);
            _solve.Measure(reports ? _gauge : null);
            var depth = _observer.TraceOf(number, reports ? TraceDepth.Solves : TraceDepth.None);
            _solve.Watch(depth is TraceDepth.Solves ? _rejections : null);
            _telemetry.Begin(depth is not TraceDepth.None);
            if (Iterate(number, depth) is { } end)
                return end;
            // A report covers its own iteration whole; the time it takes itself belongs to the next one.
            _telemetry.Trained(number <= _warmUpUntil);
            if (reports || _observer.WantsReport(number, _counters.Evaluations, _clock.Times.Total))
            {
                last = Report();
                _clock.Was(TrainingPhase.Overhead);
            }
        }
        last ??= Report();
        return new TrainingEnd.Completed(last, _heldOut.Fit());
    }

    public void Dispose()
    {
        _telemetry.Tell();
        _outputsBar?.Dispose();
        _audit?.Dispose();
        _heldOut.Dispose();
        _bridge.Dispose();
        _solve.Dispose();
        _optimizer.Dispose();
        _gradient.Dispose();
        _field.Dispose();
        _workload.Dispose();
    }

    /// <summary>One iteration; null when it went well.</summary>
    private TrainingEnd? Iterate(int number, TraceDepth depth)
    {
        using var span = depth is not TraceDepth.None ? EngineTelemetry.Source.StartActivity(EngineTelemetry.IterationSpan) : null;
        span?.SetTag(EngineTelemetry.IterationKey, number);
        var path = _workload.Training(number - 1);
        var start = _bridge.Start(path);
        _clock.Was(TrainingPhase.Data);

        var forwardSpan = SolveTelemetry.Start(depth);
        var forward = _solve.Forward(start, path.Times.AsSpan(0, path.UsedTimes));
        Account(forwardSpan, SolveTelemetry.Forward, forward.Status, forward.Stats);
        _stiffness = forward.Stats.Stiffness;
        _clock.Was(TrainingPhase.Forward);
        if (forward.Failure is { } failed)
            return new TrainingEnd.SolveFailed(number, SolveTelemetry.Forward, failed);

        var outputsBar = OutputsBar(_solve.Outputs);
        var loss = _bridge.Loss(path, _solve.Outputs, outputsBar);
        span?.SetTag(EngineTelemetry.LossKey, loss);
        if (!double.IsFinite(loss))
            return new TrainingEnd.LossNotFinite(number, _lastFiniteLoss);
        _lastFiniteLoss = loss;
        _gradient.Clear();
        _clock.Was(TrainingPhase.Overhead);

        var backwardSpan = SolveTelemetry.Start(depth);
        var backward = _solve.Backward(outputsBar, null, _gradient, []);
        Account(backwardSpan, SolveTelemetry.Backward, backward.Status, backward.Stats);
        _clock.Was(TrainingPhase.Backward);
        if (backward.Failure is { } failedBack)
            return new TrainingEnd.SolveFailed(number, SolveTelemetry.Backward, failedBack);

        _gradientError = _plan.AuditsAt(number) ? Audit(path, span, depth) : null;
        _optimizer.Step(_field.Parameters.Block, _gradient);
        _counters = _counters with { Iteration = number, LastLoss = loss };
        _clock.Was(TrainingPhase.Optimizer);
        return null;
    }

    /// <summary>Before the parameters move on.</summary>
    private double Audit(ObservedPath path, Activity? iteration, TraceDepth depth)
    {
        var span = SolveTelemetry.StartAudit(depth);
        _audit ??= new GradientAudit(_plan.Model, _workload.Features, _workload.Batch);
        var error = _audit.Of(path, _field.Parameters.Block, _gradient);
        _telemetry.Audited(span, error);
        iteration?.SetTag(EngineTelemetry.GradientErrorKey, error.Relative);
        _clock.Skip();
        return error.Relative;
    }

    private void Account(Activity? span, string pass, SolveStatus status, SolveStats stats)
    {
        _counters = _counters.Plus(stats);
        _telemetry.Ended(span, pass, status, stats, span is null ? 0 : PeakBytes);
    }

    private TrainingObservation Report()
    {
        var validation = _heldOut.ValidationLoss();
        if (_counters.Iteration < _plan.Iterations && _observer.WantsFit())
            _observer.Fitted(_counters.Iteration, _heldOut.Fit());
        _clock.Was(TrainingPhase.Overhead);
        var c = _counters;
        var observation = new TrainingObservation(c.Iteration, c.LastLoss, validation, c.Evaluations, c.AcceptedSteps, c.RejectedSteps, c.SmallestStep, c.LargestStep, _clock.Times, PeakBytes)
        {
            Stiffness = _stiffness,
            GradientError = _gradientError,
        };
        SolveTelemetry.Reported(observation);
        _observer.Observed(observation);
        if (_observer.WantsCheckpoint(c.Iteration))
            _observer.Checkpointed(Checkpoint());
        return observation;
    }

    private TrainingEnd.Stopped Stop()
    {
        if (_counters.Iteration == 0)
            return new TrainingEnd.Stopped(null);
        var checkpoint = Checkpoint();
        _observer.Checkpointed(checkpoint);
        return new TrainingEnd.Stopped(checkpoint);
    }

    private TrainingCheckpoint Checkpoint()
        => CheckpointFormat.Write(_fingerprint, _counters with { Times = _clock.Times, PeakBytes = PeakBytes }, _optimizer.Steps, _field.Parameters.Block.ToBytes(), _optimizer.Save());

    private void Restore(TrainingCheckpoint checkpoint)
    {
        var restored = CheckpointFormat.Read(checkpoint, _fingerprint, _field.Parameters.Block.Bytes, _optimizer.SavedBytes);
        _field.Parameters.Block.CopyFrom(restored.Parameters);
        _optimizer.Load(restored.Optimizer);
        _counters = restored.Counters;
        _optimizer.Steps = restored.OptimizerSteps;
        _lastFiniteLoss = double.IsNaN(_counters.LastLoss) ? null : _counters.LastLoss;
    }

    private long PeakBytes => Math.Max(_counters.PeakBytes, _solve.PeakBytes + _optimizer.Bytes + (_outputsBar?.Bytes ?? 0) + _gradient.Bytes + _field.Parameters.Block.Bytes);

    private StateBlock OutputsBar(StateBlock outputs)
    {
        if (_outputsBar is null || _outputsBar.Batch != outputs.Batch)
        {
            _outputsBar?.Dispose();
            _outputsBar = StateBlock.Zeros(outputs.Batch, outputs.Features, outputs.ElementType, outputs.Device);
        }
        return _outputsBar;
    }
}
