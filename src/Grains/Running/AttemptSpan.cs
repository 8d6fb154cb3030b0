using System.Diagnostics;
using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Telemetry;

namespace Orchestrator.Grains.Running;

/// <summary>
/// The span of one attempt, in the trace of its sweep. It is current on the training thread, so that the engine's spans hang on it;
/// contexts do not cross threads by themselves, hence the explicit parent.
/// </summary>
internal readonly struct AttemptSpan : IDisposable
{
    private readonly Activity? _activity;

    private AttemptSpan(Activity? activity) => _activity = activity;

    public static AttemptSpan Start(RunPlan plan, Lease lease)
    {
        var isKnown = ActivityContext.TryParse(plan.TraceParent, null, out var sweep);
        var activity = GrainTelemetry.Source.StartActivity(
            GrainTelemetry.AttemptSpan, ActivityKind.Internal, sweep, links: isKnown ? [new ActivityLink(sweep)] : null);
        activity?.SetTag(GrainTelemetry.SweepId, plan.Id.SweepId)
            .SetTag(GrainTelemetry.RunIdTag, plan.Id.ToString())
            .SetTag(GrainTelemetry.Attempt, lease.Attempt)
            .SetTag(GrainTelemetry.Device, lease.Device)
            .SetTag(GrainTelemetry.Exclusive, lease.Exclusive);
        return new AttemptSpan(activity);
    }

    /// <param name="last">Cumulative over all attempts of the run.</param>
    public void End(Outcome outcome, Observation? last, TimeSpan wall)
    {
        if (_activity is null) return;
        _activity.SetTag(GrainTelemetry.Status, RunRows.EndText(outcome)).SetTag(GrainTelemetry.WallSeconds, wall.TotalSeconds);
        if (last is not null)
        {
            _activity.SetTag(GrainTelemetry.TrainingSeconds, last.Seconds.Total);
            _activity.SetTag(GrainTelemetry.NfeForward, last.NfeForward).SetTag(GrainTelemetry.NfeBackward, last.NfeBackward)
                .SetTag(GrainTelemetry.NfeRecomputed, last.NfeRecomputed).SetTag(GrainTelemetry.Vjps, last.VectorJacobianProducts)
                .SetTag(GrainTelemetry.PeakBytes, last.ProcessPeakBytes ?? last.EnginePeakBytes);
        }
        if (outcome is not Outcome.Failed failed) return;
        _activity.SetTag(GrainTelemetry.ErrorType, RunRows.CauseText(failed.Cause));
        _activity.SetStatus(ActivityStatusCode.Error, failed.Message);
    }

    public void Dispose() => _activity?.Dispose();
}
