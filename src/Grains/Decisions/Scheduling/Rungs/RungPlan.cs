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
public sealed record RungPlan(Ladder Ladder, RungUnit Unit)
{
    public static RungPlan None { get; } = new(Ladder.None, RungUnit.Run);
}
