using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Telemetry;

/// <summary>Every name of the orchestration's traces and metrics.</summary>
public static class GrainTelemetry
{
    /// <summary>Name of the activity source and of the meter, for whoever exports them.</summary>
    public const string Name = "Orchestrator.Grains";

    internal const string SweepSpan = "sweep.run";
    internal const string AttemptSpan = "run.attempt";

    internal const string SweepId = "orchestrator.sweep.id";
    internal const string RunIdTag = "orchestrator.run.id";
    internal const string Attempt = "orchestrator.run.attempt";
    internal const string Status = "orchestrator.run.status";
    internal const string SweepStatusTag = "orchestrator.sweep.status";
    internal const string Device = "orchestrator.device";
    internal const string Exclusive = "orchestrator.exclusive";
    internal const string NfeForward = "ode.nfe.forward";
    internal const string NfeBackward = "ode.nfe.backward";
    internal const string NfeRecomputed = "ode.nfe.recompute";
    internal const string Vjps = "ode.vjps";
    internal const string WallSeconds = "orchestrator.run.wall_seconds";
    internal const string PeakBytes = "orchestrator.run.peak_bytes";
    internal const string ErrorType = "error.type";
    internal const string StateTag = "orchestrator.run.state";
    internal const string OutcomeTag = "orchestrator.run.outcome";
    internal const string EndTag = "orchestrator.attempt.end";
    internal const string WorkerState = "orchestrator.worker.state";

    internal static ActivitySource Source { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    internal static UpDownCounter<long> RunsActive { get; } = Meter.CreateUpDownCounter<long>("orchestrator.run.active", "{run}", "Runs that are not over, by state");

    internal static Histogram<double> RunDuration { get; } = Meter.CreateHistogram<double>("orchestrator.run.duration", "s", "From the first queueing of a run to its end");

    internal static Counter<long> RunErrors { get; } = Meter.CreateCounter<long>("orchestrator.run.errors", "{error}", "Runs that ended failed, by cause");

    internal static Histogram<double> QueueDuration { get; } = Meter.CreateHistogram<double>("orchestrator.run.queue.duration", "s", "Wait of an attempt for its device");

    internal static Counter<long> Attempts { get; } = Meter.CreateCounter<long>("orchestrator.run.attempts", "{attempt}", "Attempts that ended, by how");

    internal static UpDownCounter<long> Workers { get; } = Meter.CreateUpDownCounter<long>("orchestrator.worker.count", "{worker}", "Workers that the pool knows, by state");

    internal static string Text(RunStatus status) => status.ToString().ToLowerInvariant();

    internal static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);

    internal static string CauseText(FailureCause cause) => RunRows.CauseText(cause);
}
