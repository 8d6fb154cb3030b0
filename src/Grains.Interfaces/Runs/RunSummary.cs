namespace Orchestrator.Grains.Interfaces.Runs;

public enum RunStatus { Queued = 1, Leased = 2, Running = 3, Completed = 4, Pruned = 5, Failed = 6, Cancelled = 7, Paused = 8 }

/// <summary>What a run tells its sweep when it is over, or set aside by the scheduler (then the status is Paused).</summary>
[GenerateSerializer, Immutable, Alias("run-summary")]
public sealed record RunSummary(RunId Id, RunStatus Status, FailureCause? Cause, int Attempts, Observation? Last)
{
    /// <summary>For people: why a pruned run was stopped.</summary>
    [Id(0)] public string? Why { get; init; }

    /// <summary>The latest order of its sweep that the run had obeyed: tells an end from before it was revived.</summary>
    [Id(1)] public int Order { get; init; }
}

/// <summary>A running run as a live view shows it.</summary>
[GenerateSerializer, Immutable, Alias("live-run")]
public sealed record LiveRun(RunId Id, RunStatus Status, int Attempt, string Device, int Iteration, int Iterations, Observation? Last);
