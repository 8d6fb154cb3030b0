using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orchestrator.OdeEngine.Training;

/// <summary>Names and units of everything the engine tells OpenTelemetry; all of it costs next to nothing while nobody listens.</summary>
public static class EngineTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Orchestrator.OdeEngine";

    public const string IterationSpan = "training.iteration";
    public const string SolveSpan = "ode.solve";

    public const string PassKey = "ode.pass";
    public const string SolverKey = "ode.solver";
    public const string GradientKey = "ode.gradient";
    public const string OutcomeKey = "ode.step.outcome";
    public const string StatusKey = "ode.status";
    public const string ErrorTypeKey = "error.type";
    public const string PhaseKey = "training.phase";
    public const string IterationKey = "training.iteration";
    public const string LossKey = "training.loss";
    public const string RelativeToleranceKey = "ode.rtol";
    public const string AbsoluteToleranceKey = "ode.atol";
    public const string EvaluationsKey = "ode.nfe";
    public const string ProductsKey = "ode.vjp_evaluations";
    public const string AcceptedKey = "ode.steps.accepted";
    public const string RejectedKey = "ode.steps.rejected";
    public const string SmallestStepKey = "ode.dt.min";
    public const string LargestStepKey = "ode.dt.max";
    public const string BatchKey = "tensor.batch";
    public const string StateSizeKey = "tensor.state_size";
    /// <summary>Highest bytes of states, stages, tapes and gradients of the run so far.</summary>
    public const string PeakBytesKey = "orchestrator.ode.memory.peak";

    internal static ActivitySource Source { get; } = new(Name);
    private static Meter Meter { get; } = new(Name);

    internal static Counter<long> FunctionEvaluations { get; } = Meter.CreateCounter<long>("orchestrator.ode.function_evaluations", "{evaluation}", "Calls of the vector field, by pass");
    internal static Counter<long> VjpEvaluations { get; } = Meter.CreateCounter<long>("orchestrator.ode.vjp_evaluations", "{evaluation}", "Vector-Jacobian products of the vector field");
    internal static Counter<long> Steps { get; } = Meter.CreateCounter<long>("orchestrator.ode.steps", "{step}", "Attempted steps, by outcome");
    internal static Histogram<double> SolveDuration { get; } = Meter.CreateHistogram<double>("orchestrator.ode.solve.duration", "s", "Wall time of one solve");
    internal static Histogram<long> SolveEvaluations { get; } = Meter.CreateHistogram("orchestrator.ode.solve.function_evaluations", "{evaluation}", "Calls of the vector field in one solve", null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192] });
    internal static Counter<long> SolveFailures { get; } = Meter.CreateCounter<long>("orchestrator.ode.solve.failures", "{solve}", "Solves that did not end well, by status");
    internal static Histogram<double> IterationDuration { get; } = Meter.CreateHistogram<double>("orchestrator.training.iteration.duration", "s", "Wall time of one training iteration, by phase");
}
