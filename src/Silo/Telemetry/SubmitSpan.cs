using System.Diagnostics;

namespace Orchestrator.Silo.Telemetry;

/// <summary>The span in which somebody submits a sweep: the root of the sweep's trace, whichever process it is in.</summary>
public sealed class SubmitSpan : IDisposable
{
    private readonly Activity? _activity;

    private SubmitSpan(Activity? activity) => _activity = activity;

    public static SubmitSpan Start() => new(SiloTelemetry.Source.StartActivity(SiloTelemetry.SubmitSpan, ActivityKind.Client));

    /// <param name="sweepId">The sweep that there is now, or was before.</param>
    public void Answered(string sweepId) => _activity?.SetTag(SiloTelemetry.SweepId, sweepId);

    public void Dispose() => _activity?.Dispose();
}
