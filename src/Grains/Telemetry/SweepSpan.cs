using System.Diagnostics;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Telemetry;

/// <summary>
/// The span of a sweep while its grain is in memory, and what leads it as a metric. A sweep that is loaded again continues the same trace with another span,
/// so that the attempts of all its days are found together.
/// </summary>
internal sealed class SweepSpan
{
    private Activity? _activity;
    private bool _isActive;

    /// <summary>Where the call that is being answered stands in its trace.</summary>
    /// <remarks>One that no trace samples (a web server makes such) would take the sweep along: then the sweep has a trace of its own.</remarks>
    public static ActivityContext Submission => Activity.Current is { Recorded: true } submission ? submission.Context : default;

    /// <summary>The first span; answers the W3C traceparent that attempts hang on, null without tracing.</summary>
    /// <param name="submission">The call that submits the sweep, whose trace goes on; default: none.</param>
    public string? Begin(string sweepId, ActivityContext submission) => Start(sweepId, submission);

    /// <summary>Another span of a sweep that is loaded again. The call that happens to load it is not its cause.</summary>
    /// <param name="earlier">What <see cref="Begin"/> answered.</param>
    public void Continue(string sweepId, string? earlier) => Start(sweepId, ActivityContext.TryParse(earlier, null, out var context) ? context : default);

    private string? Start(string sweepId, ActivityContext parent)
    {
        var ambient = Activity.Current;
        Activity.Current = null;
        _activity = GrainTelemetry.Source.StartActivity(GrainTelemetry.SweepSpan, ActivityKind.Internal, parent);
        Activity.Current = ambient;
        _activity?.SetTag(GrainTelemetry.SweepId, sweepId);
        if (!_isActive) GrainTelemetry.SweepsActive.Add(1);
        _isActive = true;
        return _activity?.Id;
    }

    /// <param name="best">The first objective as the leading trial has it; null: no trial has one yet.</param>
    public void Led(string sweepId, SweepSpec spec, double? best)
    {
        if (_isActive && best is { } value) GrainTelemetry.Leads.Set(sweepId, spec.Name, spec.Objectives[0].Metric, value);
    }

    public void End(string sweepId, SweepStatus status)
    {
        GrainTelemetry.Leads.Remove(sweepId);
        _activity?.SetTag(GrainTelemetry.SweepStatusTag, status.ToString().ToLowerInvariant());
        _activity?.Dispose();
        _activity = null;
        if (_isActive) GrainTelemetry.SweepsActive.Add(-1);
        _isActive = false;
    }
}
