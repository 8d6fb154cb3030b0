using System.Diagnostics;
using Orchestrator.OdeEngine.Output;

namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// Tells what one solve after another did. Counters are exact but told at intervals, histograms know the solves of some iterations: a measurement costs as much
/// as several steps of a small network. Spans are for the iterations that are traced.
/// </summary>
internal sealed class SolveTelemetry(TrainingPlan plan, int batch, int stateSize, PhaseClock clock)
{
    private static readonly long Interval = Stopwatch.Frequency / 20;

    public const string Forward = "forward";
    public const string Backward = "backward";
    private const string Recompute = "recompute";
    private readonly KeyValuePair<string, object?> _solver = new(EngineTelemetry.SolverKey, plan.Solve.Solver.Name);
    private readonly KeyValuePair<string, object?> _gradient = new(EngineTelemetry.GradientKey, plan.Gradient.Method.Name);
    private readonly SolveTally _forward = new(Forward);
    private readonly SolveTally _backward = new(Backward);
    private long _samples;
    private long _toldAt;
    private bool _isTold;

    /// <summary>The losses of a report, for whoever watches without a ledger.</summary>
    public static void Reported(TrainingObservation observation)
    {
        EngineTelemetry.Loss.Record(observation.TrainingLoss, new KeyValuePair<string, object?>(EngineTelemetry.SplitKey, "train"));
        if (observation.ValidationLoss is { } validation)
            EngineTelemetry.Loss.Record(validation, new KeyValuePair<string, object?>(EngineTelemetry.SplitKey, "validation"));
    }

    /// <summary>Before an iteration: tells the counters where it is time, and decides whether histograms get to know of it.</summary>
    /// <param name="isTraced">They do.</param>
    public void Begin(bool isTraced)
    {
        var now = Stopwatch.GetTimestamp();
        var isDue = now - _toldAt >= Interval;
        _isTold = isTraced || isDue;
        if (!isDue)
            return;
        _toldAt = now;
        Tell();
    }

    /// <summary>After an iteration that went well.</summary>
    public void Trained(bool warmUp)
    {
        _samples += batch;
        clock.EndIteration(warmUp, _isTold);
    }

    /// <summary>The counters then know of everything that has happened.</summary>
    public void Tell()
    {
        Tell(_forward);
        Tell(_backward);
        clock.Tell();
        EngineTelemetry.Samples.Add(_samples);
        _samples = 0;
    }

    /// <summary>A span under the current activity, or null when this solve is not traced.</summary>
    public static Activity? Start(TraceDepth depth) => depth is TraceDepth.Solves ? EngineTelemetry.Source.StartActivity(EngineTelemetry.SolveSpan) : null;

    /// <summary>The same for an audit of the gradient.</summary>
    public static Activity? StartAudit(TraceDepth depth) => depth is TraceDepth.Solves ? EngineTelemetry.Source.StartActivity(EngineTelemetry.AuditSpan) : null;

    /// <summary>Its evaluations stand on its span alone.</summary>
    public void Audited(Activity? span, GradientError error)
    {
        if (double.IsFinite(error.Relative))
            EngineTelemetry.GradientError.Record(error.Relative, _solver, _gradient);
        if (span is null)
            return;
        span.SetTag(_solver.Key, _solver.Value).SetTag(_gradient.Key, _gradient.Value)
            .SetTag(EngineTelemetry.GradientErrorKey, error.Relative)
            .SetTag(EngineTelemetry.GradientCosineKey, error.Cosine)
            .SetTag(EngineTelemetry.EvaluationsKey, error.Evaluations.Total)
            .SetTag(EngineTelemetry.ProductsKey, error.Evaluations.VectorJacobianProducts)
            .SetTag(EngineTelemetry.StatusKey, Told(error.Status));
        if (error.Status is not SolveStatus.Ok)
            span.SetStatus(ActivityStatusCode.Error, Told(error.Status));
        span.Dispose();
    }

    public void Ended(Activity? span, string pass, SolveStatus status, SolveStats stats, long peakBytes)
    {
        Count(pass, status, stats);
        if (span is null)
            return;
        span.SetTag(EngineTelemetry.PassKey, pass).SetTag(_solver.Key, _solver.Value).SetTag(_gradient.Key, _gradient.Value);
        if (plan.Solve.Solver.IsAdaptive)
            span.SetTag(EngineTelemetry.RelativeToleranceKey, plan.Solve.RelativeTolerance).SetTag(EngineTelemetry.AbsoluteToleranceKey, plan.Solve.AbsoluteTolerance);
        span.SetTag(EngineTelemetry.EvaluationsKey, stats.Evaluations.Total)
            .SetTag(EngineTelemetry.ProductsKey, stats.Evaluations.VectorJacobianProducts)
            .SetTag(EngineTelemetry.AcceptedKey, stats.AcceptedSteps)
            .SetTag(EngineTelemetry.RejectedKey, stats.RejectedSteps)
            .SetTag(EngineTelemetry.BurstsKey, stats.RejectionBursts)
            .SetTag(EngineTelemetry.SmallestStepKey, stats.SmallestStep)
            .SetTag(EngineTelemetry.LargestStepKey, stats.LargestStep)
            .SetTag(EngineTelemetry.StatusKey, Told(status))
            .SetTag(EngineTelemetry.BatchKey, batch)
            .SetTag(EngineTelemetry.StateSizeKey, stateSize)
            .SetTag(EngineTelemetry.PeakBytesKey, peakBytes);
        foreach (var burst in stats.LongRejections)
            span.AddEvent(Event(burst, span.StartTimeUtc));
        if (stats.Stiffness is { } stiffness)
            span.SetTag(EngineTelemetry.StiffnessKey, stiffness);
        if (status is not SolveStatus.Ok)
            span.SetStatus(ActivityStatusCode.Error, Told(status));
        span.Dispose();
    }

    private void Count(string pass, SolveStatus status, SolveStats stats)
    {
        (pass == Forward ? _forward : _backward).Add(stats);
        var passTag = new KeyValuePair<string, object?>(EngineTelemetry.PassKey, pass);
        if (_isTold)
        {
            EngineTelemetry.SolveDuration.Record(stats.Elapsed.TotalSeconds, _solver, _gradient, passTag);
            EngineTelemetry.SolveEvaluations.Record(stats.Evaluations.Total, _solver, _gradient, passTag);
            if (stats.AcceptedSteps > 0)
            {
                EngineTelemetry.StepSize.Record(stats.SmallestStep, new(EngineTelemetry.ExtremeKey, "smallest"), _solver, passTag);
                EngineTelemetry.StepSize.Record(stats.LargestStep, new(EngineTelemetry.ExtremeKey, "largest"), _solver, passTag);
            }
        }
        if (stats is { LoopTime: { } loop, AttemptedSteps: > 0 })
            EngineTelemetry.Overhead.Record(loop.TotalSeconds / stats.AttemptedSteps, _solver, _gradient, passTag);
        if (status is not SolveStatus.Ok)
            EngineTelemetry.SolveFailures.Add(1, new(EngineTelemetry.ErrorTypeKey, Told(status)), _solver, passTag);
    }

    private void Tell(SolveTally tally)
    {
        if (tally.Solves == 0)
            return;
        var passTag = new KeyValuePair<string, object?>(EngineTelemetry.PassKey, tally.Pass);
        EngineTelemetry.Solves.Add(tally.Solves, _solver, _gradient, passTag);
        Tell(tally.Evaluations.Forward, Forward);
        Tell(tally.Evaluations.Backward, Backward);
        Tell(tally.Evaluations.Recomputed, Recompute);
        if (tally.Evaluations.VectorJacobianProducts > 0)
            EngineTelemetry.VjpEvaluations.Add(tally.Evaluations.VectorJacobianProducts, passTag, _solver, _gradient);
        EngineTelemetry.Steps.Add(tally.AcceptedSteps, new(EngineTelemetry.OutcomeKey, "accepted"), _solver, passTag);
        EngineTelemetry.Steps.Add(tally.RejectedSteps, new(EngineTelemetry.OutcomeKey, "rejected"), _solver, passTag);
        tally.Clear();
    }

    private void Tell(long evaluations, string pass)
    {
        if (evaluations > 0)
            EngineTelemetry.FunctionEvaluations.Add(evaluations, new(EngineTelemetry.PassKey, pass), _solver, _gradient);
    }

    private static ActivityEvent Event(in RejectionBurst burst, DateTime start) => new(EngineTelemetry.BurstEvent, start + burst.At, new ActivityTagsCollection
    {
        { EngineTelemetry.ProblemTimeKey, burst.Time },
        { EngineTelemetry.StepBeforeKey, burst.Before },
        { EngineTelemetry.StepAfterKey, burst.After },
        { EngineTelemetry.RejectedKey, burst.Count },
    });

    private static string Told(SolveStatus status) => status switch
    {
        SolveStatus.Ok => "ok",
        SolveStatus.StepSizeUnderflow => "dt_underflow",
        SolveStatus.MaxStepsReached => "max_steps",
        SolveStatus.NonFinite => "non_finite",
        SolveStatus.NonlinearDivergence => "nonlinear_divergence",
        _ => "unknown",
    };
}
