namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>Openings that several schedulers answer.</summary>
internal static class Openings
{
    /// <summary>A new trial while there are any; then the end, when nothing runs any more.</summary>
    public static Opening TrialOrEnd(ScheduleHistory history, string why = "every trial has been tried")
        => history.MoreTrials ? new Opening.NewTrial() : history.Running > 0 ? new Opening.Wait() : new Opening.Finish(why);
}
