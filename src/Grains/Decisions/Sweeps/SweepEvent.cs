using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>What can happen to a sweep. Every event may come twice, late or out of order.</summary>
internal abstract record SweepEvent
{
    private SweepEvent() { }

    public sealed record Begun(DateTimeOffset SubmittedAt) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.Trial"/>.</summary>
    public sealed record TrialProposed(int Number, Suggestion Suggestion) : SweepEvent;

    public sealed record RunFinished(RunSummary Summary) : SweepEvent;

    public sealed record CancelRequested : SweepEvent;

    /// <param name="Cause">Null: every cause.</param>
    public sealed record RetryRequested(FailureCause? Cause) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.FailedRun"/>; null: there is none left.</summary>
    public sealed record FailedRunFound(FailedRun? Run) : SweepEvent;

    public sealed record Woken : SweepEvent;
}

/// <summary>A failed run as the ledger has it.</summary>
internal sealed record FailedRun(int Trial, int Replicate, int Attempts, FailureCause Cause);

/// <summary>What a sweep would need next, from whoever can look it up.</summary>
internal abstract record SweepWish
{
    private SweepWish() { }

    public sealed record Nothing : SweepWish;

    public sealed record Trial(int Number) : SweepWish;

    /// <summary>The first failed run behind the pass's place.</summary>
    public sealed record FailedRun(RetryPass Pass) : SweepWish;
}
