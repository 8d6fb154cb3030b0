using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.OdeEngine.Telemetry;

namespace Orchestrator.Grains.Telemetry;

/// <summary>Every name of the orchestration's traces and metrics.</summary>
public static class GrainTelemetry
{
    /// <summary>Name of the activity source and of the meter, for whoever exports them.</summary>
    public const string Name = "Orchestrator.Grains";

    internal const string SweepSpan = "sweep.run";
    internal const string SuggestSpan = "sampler.suggest";
    internal const string AttemptSpan = "run.attempt";

    internal const string SweepId = "orchestrator.sweep.id";
    internal const string TrialNumber = "orchestrator.trial.number";
    internal const string Sampler = "orchestrator.sampler";
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
    internal const string TrainingSeconds = "orchestrator.run.training_seconds";
    internal const string PeakBytes = "orchestrator.run.peak_bytes";
    internal const string ErrorType = "error.type";
    internal const string StateTag = "orchestrator.run.state";
    internal const string OutcomeTag = "orchestrator.run.outcome";
    internal const string EndTag = "orchestrator.attempt.end";
    internal const string WorkerState = "orchestrator.worker.state";
    internal const string SlotState = "orchestrator.slot.state";
    internal const string LaneState = "orchestrator.timing_lane.state";
    internal const string SweepName = "orchestrator.sweep.name";
    internal const string Objective = "orchestrator.objective";
    internal const string MemoryOf = "orchestrator.memory.of";

    private static readonly DescribedMeter Meter = new(Name);

    public static ImmutableArray<InstrumentDescription> Instruments => Meter.Described;

    public static ImmutableArray<SpanDescription> Spans { get; } =
    [
        new(SweepSpan, Name, "the call that submits it, and so `sweep.submit`; continues its trace after a restart", [SweepId, SweepStatusTag]),
        new(SuggestSpan, Name, "`sweep.run`", [SweepId, Sampler, TrialNumber]),
        new(AttemptSpan, Name, "`sweep.run`, also linked to it",
        [
            SweepId, RunIdTag, Attempt, Device, Exclusive, Status, WallSeconds, TrainingSeconds, NfeForward, NfeBackward, NfeRecomputed, Vjps, PeakBytes, ErrorType,
        ]),
    ];

    internal static ActivitySource Source { get; } = new(Name);

    internal static UpDownCounter<long> SweepsActive { get; } = Meter.UpDownCounter("orchestrator.sweep.active", "{sweep}", "sweeps that are not over");

    internal static SweepLeads Leads { get; } = new();

    internal static ObservableGauge<double> SweepBest { get; } =
        Meter.ObservableGauge("orchestrator.sweep.best", "1", "best mean of the first objective so far, of sweeps that are not over", Leads.Measure, SweepName, Objective);

    internal static Histogram<double> SuggestDuration { get; } =
        Meter.Duration("orchestrator.sampler.suggest.duration", "one answer of a sampler: the next point, or to wait", Sampler);

    internal static UpDownCounter<long> RunsActive { get; } =
        Meter.UpDownCounter("orchestrator.run.active", "{run}", "runs that are not over: queued, leased, running, paused", StateTag);

    internal static Histogram<double> RunDuration { get; } = Meter.Duration("orchestrator.run.duration", "from the first queueing of a run to its end", OutcomeTag);

    internal static Counter<long> RunErrors { get; } = Meter.Counter("orchestrator.run.errors", "{error}", "runs that ended failed, by cause", ErrorType);

    internal static Histogram<double> QueueDuration { get; } = Meter.Duration("orchestrator.run.queue.duration", "wait of an attempt for its device");

    internal static Counter<long> Attempts { get; } = Meter.Counter("orchestrator.run.attempts", "{attempt}", "attempts that ended, by how", EndTag);

    internal static UpDownCounter<long> Workers { get; } =
        Meter.UpDownCounter("orchestrator.worker.count", "{worker}", "workers that the pool knows: idle, busy, draining", WorkerState);

    internal static Counter<long> WorkersLost { get; } =
        Meter.Counter("orchestrator.worker.lost", "{worker}", "workers that the pool gave up because they were silent or their silo died");

    internal static UpDownCounter<long> Slots { get; } =
        Meter.UpDownCounter("orchestrator.slot.count", "{slot}", "slots of all devices: free, used", SlotState);

    internal static UpDownCounter<long> TimingLanes { get; } =
        Meter.UpDownCounter("orchestrator.timing_lane.count", "{lease}", "exclusive leases: alone on their device, or shared, which spoils their timing", LaneState);

    internal static Gauge<double> MemoryPeak { get; } =
        Meter.Gauge("orchestrator.device.memory.peak", "By", "most memory of the newest reporting run of a device: engine (states, tapes, gradients), process (where a run has it to itself)", Device, MemoryOf);

    /// <summary>Series that exist from the start show their first event as a rise; one that begins with it shows none.</summary>
    internal static void BeginSeries()
    {
        WorkersLost.Add(0);
        foreach (var cause in Enum.GetValues<FailureCause>()) RunErrors.Add(0, Tag(ErrorType, CauseText(cause)));
    }

    internal static string Text(RunStatus status) => status.ToString().ToLowerInvariant();

    internal static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);

    internal static string CauseText(FailureCause cause) => RunRows.CauseText(cause);
}
