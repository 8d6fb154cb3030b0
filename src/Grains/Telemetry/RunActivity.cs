using Orchestrator.Grains.Decisions.Runs;
using Orchestrator.Grains.Interfaces.Runs;
using static Orchestrator.Grains.Telemetry.GrainTelemetry;

namespace Orchestrator.Grains.Telemetry;

/// <summary>The metrics of one run as its grain sees it. What it added to the active runs it takes away again when the grain leaves memory.</summary>
internal sealed class RunActivity
{
    private RunStatus? _shown;

    public void Entered(RunPhase phase) => Show(phase is RunPhase.Unplanned or RunPhase.Finished ? null : RunRows.Status(phase));

    public void Left() => Show(null);

    public void Moved(RunState before, RunState after, DateTimeOffset at)
    {
        Entered(after.Phase);
        if (after.Phase is RunPhase.Leased) QueueDuration.Record((at - after.AttemptQueuedAt).TotalSeconds);
        if (before.Phase.Held is not null && after.Phase.Held is null) Attempts.Add(1, Tag(EndTag, AttemptEnd(before, after)));
        if (after.Phase is not RunPhase.Finished finished) return;
        RunDuration.Record((at - after.QueuedAt).TotalSeconds, Tag(OutcomeTag, Text(RunRows.Status(finished))));
        if (finished.Outcome is Outcome.Failed failed) RunErrors.Add(1, Tag(ErrorType, CauseText(failed.Cause)));
    }

    private static string AttemptEnd(RunState before, RunState after)
    {
        if (after.Phase is RunPhase.Finished finished)
            return finished.Outcome is Outcome.Failed failed ? CauseText(failed.Cause) : Text(RunRows.Status(finished));
        foreach (var (cause, used) in after.RetriesUsed)
            if (used > before.RetriesUsed.GetValueOrDefault(cause)) return CauseText(cause);
        return "interrupted";
    }

    private void Show(RunStatus? status)
    {
        if (_shown == status) return;
        if (_shown is { } old) RunsActive.Add(-1, Tag(StateTag, Text(old)));
        if (status is { } now) RunsActive.Add(1, Tag(StateTag, Text(now)));
        _shown = status;
    }
}
