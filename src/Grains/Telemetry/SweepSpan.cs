using System.Diagnostics;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Telemetry;

/// <summary>
/// The span of a sweep while its grain is in memory. A sweep that is loaded again continues the same trace with another span,
/// so that the attempts of all its days are found together.
/// </summary>
internal sealed class SweepSpan
{
    private Activity? _activity;
    private bool _isActive;

    /// <summary>Starts the span; answers the W3C traceparent that attempts hang on, null without tracing.</summary>
    public string? Start(string sweepId, string? earlier)
    {
        // A span without an ambient parent: the call that happens to load the sweep is not its cause.
        var parent = ActivityContext.TryParse(earlier, null, out var context) ? context : default;
        var ambient = Activity.Current;
        Activity.Current = null;
        _activity = GrainTelemetry.Source.StartActivity(GrainTelemetry.SweepSpan, ActivityKind.Internal, parent);
        Activity.Current = ambient;
        _activity?.SetTag(GrainTelemetry.SweepId, sweepId);
        if (!_isActive) GrainTelemetry.SweepsActive.Add(1);
        _isActive = true;
        return earlier ?? _activity?.Id;
    }

    public void End(SweepStatus status)
    {
        _activity?.SetTag(GrainTelemetry.SweepStatusTag, status.ToString().ToLowerInvariant());
        _activity?.Dispose();
        _activity = null;
        if (_isActive) GrainTelemetry.SweepsActive.Add(-1);
        _isActive = false;
    }
}
