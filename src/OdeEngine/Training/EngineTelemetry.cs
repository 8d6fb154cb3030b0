using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.OdeEngine.Telemetry;

namespace Orchestrator.OdeEngine.Training;

/// <summary>Names and units of everything the engine tells OpenTelemetry; all of it costs next to nothing while nobody listens.</summary>
public static class EngineTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Orchestrator.OdeEngine";

    public const string IterationSpan = "training.iteration";
    public const string SolveSpan = "ode.solve";
    public const string AuditSpan = "gradient.audit";

    /// <summary>Event of a solve: a row of rejected steps.</summary>
    public const string BurstEvent = "ode.rejection_burst";
    public const string ProblemTimeKey = "ode.t";
    public const string StepBeforeKey = "ode.dt.before";
    public const string StepAfterKey = "ode.dt.after";

    public const string PassKey = "ode.pass";
    public const string SolverKey = "ode.solver";
    public const string GradientKey = "ode.gradient";
    public const string OutcomeKey = "ode.step.outcome";
    /// <summary>Which step of a solve: smallest or largest.</summary>
    public const string ExtremeKey = "ode.step.extreme";
    public const string StatusKey = "ode.status";
    public const string ErrorTypeKey = "error.type";
    public const string PhaseKey = "training.phase";
    public const string SplitKey = "dataset.split";
    public const string IterationKey = "training.iteration";
    public const string LossKey = "training.loss";
    public const string RelativeToleranceKey = "ode.rtol";
    public const string AbsoluteToleranceKey = "ode.atol";
    public const string EvaluationsKey = "ode.nfe";
    public const string ProductsKey = "ode.vjp_evaluations";
    public const string AcceptedKey = "ode.steps.accepted";
    public const string RejectedKey = "ode.steps.rejected";
    /// <summary>Rows of rejected steps, each with an event of its own up to some number.</summary>
    public const string BurstsKey = "ode.rejection_bursts";
    public const string SmallestStepKey = "ode.dt.min";
    public const string LargestStepKey = "ode.dt.max";
    /// <summary>Median of |h·λ| over the accepted steps; on forward solves of iterations that the plan reports.</summary>
    public const string StiffnessKey = "ode.stiffness";
    /// <summary>‖g − g_ref‖ / ‖g_ref‖ of an iteration's gradient; of audited iterations.</summary>
    public const string GradientErrorKey = "ode.gradient.relative_error";
    /// <summary>Cosine of the angle between the two.</summary>
    public const string GradientCosineKey = "ode.gradient.cosine";
    public const string BatchKey = "tensor.batch";
    public const string StateSizeKey = "tensor.state_size";
    /// <summary>Highest bytes of states, stages, tapes and gradients of the run so far.</summary>
    public const string PeakBytesKey = "orchestrator.ode.memory.peak";

    /// <summary>A histogram takes about half a microsecond for a value, as long as the steps of a small network take themselves.</summary>
    private const string Sampled = "of traced iterations and of one every 50 ms";

    private static readonly DescribedMeter Meter = new(Name);

    /// <summary>Half decades of problem time: a step size says how stiff a problem is by its magnitude.</summary>
    private static readonly double[] StepSizeBuckets = [1e-8, 1e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 100];

    /// <summary>From a few vector operations to what a step costs that is made of library calls.</summary>
    private static readonly double[] OverheadBuckets = [1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 1e-2];

    /// <summary>Decades from the reference's own error to a gradient that points nowhere.</summary>
    private static readonly double[] GradientErrorBuckets = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10];

    public static ImmutableArray<InstrumentDescription> Instruments => Meter.Described;

    public static ImmutableArray<SpanDescription> Spans { get; } =
    [
        new(IterationSpan, Name, "`run.attempt`", [IterationKey, LossKey, GradientErrorKey]),
        new(SolveSpan, Name, "`training.iteration`",
        [
            PassKey, SolverKey, GradientKey, RelativeToleranceKey, AbsoluteToleranceKey, EvaluationsKey, ProductsKey, AcceptedKey, RejectedKey, BurstsKey,
            SmallestStepKey, LargestStepKey, StiffnessKey, StatusKey, BatchKey, StateSizeKey, PeakBytesKey,
        ]),
        new(AuditSpan, Name, "`training.iteration`", [SolverKey, GradientKey, GradientErrorKey, GradientCosineKey, EvaluationsKey, ProductsKey, StatusKey]),
    ];

    internal static ActivitySource Source { get; } = new(Name);

    internal static Counter<long> FunctionEvaluations { get; } =
        Meter.Counter("orchestrator.ode.function_evaluations", "{evaluation}", "calls of the vector field: forward, backward, recompute", PassKey, SolverKey, GradientKey);

    internal static Counter<long> VjpEvaluations { get; } =
        Meter.Counter("orchestrator.ode.vjp_evaluations", "{evaluation}", "vector–Jacobian products of the vector field", PassKey, SolverKey, GradientKey);

    internal static Counter<long> Solves { get; } =
        Meter.Counter("orchestrator.ode.solves", "{solve}", "solves that have ended, well or not", SolverKey, GradientKey, PassKey);

    internal static Counter<long> Steps { get; } =
        Meter.Counter("orchestrator.ode.steps", "{step}", "attempted steps: accepted, rejected", OutcomeKey, SolverKey, PassKey);

    internal static Histogram<double> SolveDuration { get; } =
        Meter.Duration("orchestrator.ode.solve.duration", $"one solve; {Sampled}", SolverKey, GradientKey, PassKey);

    internal static Histogram<long> SolveEvaluations { get; } =
        Meter.Histogram<long>("orchestrator.ode.solve.function_evaluations", "{evaluation}", $"calls of the vector field in one solve; {Sampled}",
            [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192], SolverKey, GradientKey, PassKey);

    internal static Histogram<double> StepSize { get; } =
        Meter.Histogram("orchestrator.ode.solve.step_size", "1", $"smallest and largest accepted step of a solve, in problem time; {Sampled}", StepSizeBuckets, ExtremeKey, SolverKey, PassKey);

    internal static Histogram<double> Overhead { get; } =
        Meter.Histogram("orchestrator.ode.overhead.duration", "s", "time of a solve outside the vector field, by attempted step; of iterations that the sweep file reports", OverheadBuckets, SolverKey, GradientKey, PassKey);

    internal static Counter<long> SolveFailures { get; } =
        Meter.Counter("orchestrator.ode.solve.failures", "{solve}", "solves that did not end well, by status", ErrorTypeKey, SolverKey, PassKey);

    internal static Histogram<double> GradientError { get; } =
        Meter.Histogram("orchestrator.ode.gradient.relative_error", "1", "distance of an iteration's gradient from the one that float64 and tight tolerances give, relative to its length; of iterations that `gradient.audit_every` chooses",
            GradientErrorBuckets, SolverKey, GradientKey);

    internal static Histogram<double> IterationDuration { get; } =
        Meter.Duration("orchestrator.training.iteration.duration", $"one training iteration, by phase: data, forward, backward, optimizer, overhead; {Sampled}", PhaseKey);

    internal static Counter<double> PhaseTime { get; } =
        Meter.Time("orchestrator.training.time", "time of all training iterations, by phase", PhaseKey);

    internal static Counter<long> Samples { get; } =
        Meter.Counter("orchestrator.training.samples", "{sample}", "trajectories trained on");

    internal static Gauge<double> Loss { get; } =
        Meter.Gauge("orchestrator.training.loss", "{loss}", "loss at the newest report of any run of the process: train, validation", SplitKey);
}
