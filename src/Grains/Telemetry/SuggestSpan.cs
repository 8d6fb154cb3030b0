using System.Diagnostics;

namespace Orchestrator.Grains.Telemetry;

/// <summary>One question to a sampler, as a span of the sweep's trace and as a duration.</summary>
internal readonly struct SuggestSpan : IDisposable
{
    private readonly long _started;
    private readonly string _sampler;
    private readonly Activity? _activity;

    private SuggestSpan(string sampler, Activity? activity) => (_started, _sampler, _activity) = (Stopwatch.GetTimestamp(), sampler, activity);

    /// <param name="sweepTrace">The sweep's W3C traceparent, null without tracing.</param>
    public static SuggestSpan Start(string sweepId, string? sweepTrace, string sampler, long trial)
    {
        // Without the sweep's own context the question would hang on whichever call happened to make room for a trial.
        var activity = ActivityContext.TryParse(sweepTrace, null, out var sweep)
            ? GrainTelemetry.Source.StartActivity(GrainTelemetry.SuggestSpan, ActivityKind.Internal, sweep)
            : null;
        activity?.SetTag(GrainTelemetry.SweepId, sweepId).SetTag(GrainTelemetry.Sampler, sampler).SetTag(GrainTelemetry.TrialNumber, trial);
        return new SuggestSpan(sampler, activity);
    }

    public void Dispose()
    {
        GrainTelemetry.SuggestDuration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, GrainTelemetry.Tag(GrainTelemetry.Sampler, _sampler));
        _activity?.Dispose();
    }
}
