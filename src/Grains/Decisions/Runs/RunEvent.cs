using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Runs;

/// <summary>What can happen to a run. Every event may come twice, late or out of order.</summary>
internal abstract record RunEvent
{
    private RunEvent() { }

    public sealed record Started : RunEvent;

    public sealed record Granted(Lease Lease) : RunEvent;

    public sealed record Reported(Lease Lease, Progress Progress) : RunEvent;

    public sealed record Ended(Lease Lease, Outcome Outcome) : RunEvent;

    /// <summary>The worker did not take the attempt: it goes down, or the lease is of a pool that was replaced.</summary>
    public sealed record Refused(Lease Lease) : RunEvent;

    public sealed record LeaseLost(Lease Lease) : RunEvent;

    /// <summary>The sweep's answer at the level at which the run was to be judged.</summary>
    public sealed record Judged(Lease Lease, int Iteration, RungAnswer Answer) : RunEvent;

    public sealed record CancelRequested : RunEvent;

    public sealed record WithdrawalRequested(int Order) : RunEvent;

    public sealed record PauseRequested(int Order) : RunEvent;

    public sealed record ReleaseRequested(int Order) : RunEvent;

    public sealed record TakenUp(int Order, double? NextRung) : RunEvent;

    public sealed record TakenOver(int Order, double? NextRung, CheckpointRef Checkpoint) : RunEvent;

    public sealed record PruneRequested(int Order, string Why) : RunEvent;

    public sealed record RetryRequested(int AfterAttempts) : RunEvent;

    public sealed record RevivalRequested(int Order) : RunEvent;

    public sealed record Woken : RunEvent;
}
