namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>What a run uses up, and what a scheduler compares runs at equal amounts of.</summary>
public enum SchedulerResource
{
    Iterations = 1,

    /// <summary>Forward, backward and recomputed evaluations together.</summary>
    FunctionEvaluations = 2,

    /// <summary>Training time of all attempts, warm-up included.</summary>
    Seconds = 3,
}

/// <summary>Which runs are worth more of the resource than others.</summary>
/// <param name="Kind">A name of the scheduler catalogue.</param>
[GenerateSerializer, Immutable, Alias("scheduler-plan")]
public sealed record SchedulerPlan(string Kind, SchedulerResource Resource);
