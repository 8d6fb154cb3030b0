using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>What can happen to a sweep. Every event may come twice, late or out of order.</summary>
internal abstract record SweepEvent
{
    private SweepEvent() { }

    public sealed record Begun(DateTimeOffset SubmittedAt) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.Opening"/> with a place for a trial that the sampler was asked for.</summary>
    public sealed record TrialProposed(int Number, Suggestion Suggestion) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.Opening"/> with a place for the next run of the open trial.</summary>
    /// <param name="Answer">Continue: it begins and is first judged at this level. Prune: it is not worth beginning.</param>
    public sealed record RunAdmitted(RunId Run, RungAnswer Answer) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.Opening"/> with a place for the next run of the open trial, whose result is known already.</summary>
    /// <param name="Source">A completed run with the same settings and seed.</param>
    public sealed record RunReused(RunId Run, RunRow Source) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.Opening"/> with a paused run that is worth going on with.</summary>
    /// <param name="NextRung">Level of its next judgement; null: none.</param>
    public sealed record RunTakenUp(PausedRun Run, double? NextRung) : SweepEvent
    {
        /// <summary>What it goes on with; null: what it has learned itself.</summary>
        public Handover? Handover { get; init; }
    }

    /// <summary>The answer to <see cref="SweepWish.Opening"/>: no use for the place now.</summary>
    public sealed record NothingToStart : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.Opening"/>: the scheduler wants nothing more.</summary>
    public sealed record NothingMore(string Why) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.PausedRun"/>.</summary>
    public sealed record PausedRunFound(PausedRun Run) : SweepEvent;

    public sealed record RunFinished(RunSummary Summary) : SweepEvent;

    /// <summary>A run reached the level at which it was to be judged, and the scheduler answered.</summary>
    public sealed record RunJudged(RunId Run, double Rung, Observation Last, RungAnswer Answer) : SweepEvent;

    /// <summary>A trial whose runs have all completed is as good as the target of the budget.</summary>
    public sealed record TargetReached(TrialScore Trial) : SweepEvent;

    /// <summary>Another program wants this point to be tried.</summary>
    public sealed record PointAsked(ImmutableArray<AssignedValue> Point) : SweepEvent;

    public sealed record PauseRequested : SweepEvent;

    public sealed record ResumeRequested : SweepEvent;

    /// <summary>Start nothing more; what runs is trained to its end. A resumption undoes it.</summary>
    public sealed record StopRequested : SweepEvent;

    public sealed record CancelRequested : SweepEvent;

    /// <param name="Cause">Null: every cause.</param>
    public sealed record RetryRequested(FailureCause? Cause) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.FailedRun"/>; null: there is none left.</summary>
    public sealed record FailedRunFound(FailedRun? Run) : SweepEvent;

    /// <summary>The answer to <see cref="SweepWish.WithdrawnRun"/>; null: there is none left.</summary>
    public sealed record WithdrawnRunFound(RunId? Run) : SweepEvent;

    public sealed record Woken : SweepEvent;
}

/// <summary>A failed run as the ledger has it.</summary>
internal sealed record FailedRun(RunId Run, int Attempts, FailureCause Cause);

/// <summary>A run that its scheduler has set aside.</summary>
/// <param name="Attempts">Attempts that had got a device.</param>
/// <param name="Evaluations">Function evaluations that were counted for it.</param>
/// <param name="Seconds">Seconds of training that were counted for it.</param>
internal sealed record PausedRun(RunId Run, int Attempts, double Evaluations, double Seconds);

/// <summary>Parameters of one run for another that the scheduler had set aside too.</summary>
/// <param name="Checkpoint">Of the run that goes on; durable already.</param>
internal sealed record Handover(TakenOver What, CheckpointRef Checkpoint);

/// <summary>What a sweep would need next, from whoever can look it up.</summary>
internal abstract record SweepWish
{
    private SweepWish() { }

    public sealed record Nothing : SweepWish;

    /// <summary>There is a free place: what is it best used for?</summary>
    /// <param name="Open">A trial with replicates that have not begun; null: the next run would be that of a new trial.</param>
    /// <param name="NextTrial">Number of a new trial.</param>
    /// <param name="MayBegin">A run that has not begun may take the place; false: only a paused one.</param>
    public sealed record Opening(OpenTrial? Open, int NextTrial, bool MayBegin) : SweepWish
    {
        /// <summary>The oldest point that another program has asked for; default: none.</summary>
        public ImmutableArray<AssignedValue> Asked { get; init; }
    }

    /// <summary>The first failed run behind the pass's place.</summary>
    public sealed record FailedRun(RetryPass Pass) : SweepWish;

    /// <summary>The first withdrawn run behind the pass's place.</summary>
    public sealed record WithdrawnRun(RevivalPass Pass) : SweepWish;

    /// <summary>Any run that the scheduler has set aside, to end it.</summary>
    public sealed record PausedRun : SweepWish;
}
