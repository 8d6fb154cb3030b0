namespace Orchestrator.Grains.Decisions.Scheduling.Rungs;

/// <summary>What is compared at a level.</summary>
public enum RungUnit
{
    /// <summary>Each run with the runs of the same replicate, which had the same seed.</summary>
    Run = 1,

    /// <summary>Each trial by the mean over all its replicates, once the last of them has reached the level.</summary>
    Trial = 2,
}

/// <summary>Where a scheduler compares runs, and with whom.</summary>
/// <param name="Bracket">Trials are compared within their bracket only: its number for a trial.</param>
/// <param name="Horizon">Runs are ranked by what their curves promise at this level; null: by what they are.</param>
public sealed record RungPlan(Ladder Ladder, RungUnit Unit, Func<int, int> Bracket, double? Horizon)
{
    public static RungPlan None { get; } = new(Ladder.None, RungUnit.Run, _ => 0, null);
}
