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

    public sealed record LeaseLost(Lease Lease) : RunEvent;

    public sealed record CancelRequested : RunEvent;

    public sealed record RetryRequested(int AfterAttempts) : RunEvent;

    public sealed record Woken : RunEvent;
}
