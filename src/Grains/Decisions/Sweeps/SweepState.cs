using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>Where a sweep is in its life.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Unborn), "unborn"), JsonDerivedType(typeof(Active), "active"), JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Finishing), "finishing"), JsonDerivedType(typeof(Ending), "ending"), JsonDerivedType(typeof(Over), "over")]
internal abstract record SweepPhase
{
    private SweepPhase() { }

    public sealed record Unborn : SweepPhase;

    public sealed record Active : SweepPhase;

    /// <summary>A person wants nothing to be trained for now: runs in flight were told to checkpoint and stop.</summary>
    public sealed record Paused : SweepPhase;

    /// <summary>Nothing new starts; runs in flight go to their end, and the sweep is over when the last one has.</summary>
    public sealed record Finishing(SweepStatus Status, string? Reason) : SweepPhase
    {
        /// <summary>What runs that the scheduler had set aside are stopped for; null: that the sweep ended.</summary>
        public string? PausedRunsWhy { get; init; }
    }

    /// <summary>Nothing new starts; runs in flight were told to stop, and the sweep is over when the last one has answered.</summary>
    public sealed record Ending(SweepStatus Status, string? Reason) : SweepPhase;

    public sealed record Over(SweepStatus Status, string? Reason) : SweepPhase;

    [JsonIgnore]
    public SweepStatus PublicStatus => this switch { Over over => over.Status, Paused => SweepStatus.Paused, _ => SweepStatus.Active };

    [JsonIgnore]
    public string? PublicReason => this switch { Over over => over.Reason, Ending ending => ending.Reason, Finishing finishing => finishing.Reason, _ => null };
}

/// <summary>A run that was started and has not been counted as finished.</summary>
/// <param name="AfterAttempts">A failure or a pause after no more attempts than these was counted before: a late copy. −1 for a run's first time.</param>
internal sealed record InFlightRun(int Trial, int Replicate, int AfterAttempts)
{
    /// <summary>Function evaluations of it that are counted already, from before it was set aside.</summary>
    public double Counted { get; init; }

    /// <summary>The same of its seconds of training.</summary>
    public double CountedSeconds { get; init; }

    /// <summary>The order that revived it: what a run says that has not obeyed it yet is a late copy. 0: it was never withdrawn.</summary>
    public int Since { get; init; }
}

/// <summary>A trial whose replicates are not all started.</summary>
internal sealed record OpenTrial(int Number, ImmutableArray<AssignedValue> Assignment, int NextReplicate);

/// <summary>Failed runs are being queued again, in order; everything up to this run is done.</summary>
/// <param name="Causes">Empty: every cause.</param>
internal sealed record RetryPass(ImmutableArray<FailureCause> Causes, int Trial, int Replicate);

/// <summary>Runs that a stop withdrew before they got a device are being queued again, in order; everything up to this run is done.</summary>
internal sealed record RevivalPass(int Trial, int Replicate)
{
    public static RevivalPass FromTheStart { get; } = new(-1, -1);
}

/// <summary>All that a sweep remembers, bounded by its window whatever its number of runs: its history is rows of the ledger.</summary>
internal sealed record SweepState
{
    public static SweepState Initial { get; } = new();

    public SweepPhase Phase { get; init; } = new SweepPhase.Unborn();
    public DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Number of the trial to ask the sampler for.</summary>
    public int NextTrial { get; init; }
    public OpenTrial? Open { get; init; }

    /// <summary>Points that another program has asked for and that are no trials yet, oldest first.</summary>
    public ImmutableArray<ImmutableArray<AssignedValue>> Asked { get; init; } = [];

    /// <summary>The sampler has no more trials.</summary>
    public bool Exhausted { get; init; }

    /// <summary>Why, if it proposed fewer than were asked for.</summary>
    public string? ExhaustedWhy { get; init; }

    /// <summary>Runs ever started; repeated ones count once. What the budget limits.</summary>
    public long Created { get; init; }
    public ImmutableArray<InFlightRun> InFlight { get; init; } = [];
    public RetryPass? Retrying { get; init; }

    /// <summary>Withdrawn runs are being taken up again.</summary>
    public RevivalPass? Reviving { get; init; }

    /// <summary>A person has stopped the sweep, and may resume it.</summary>
    public bool Stopped { get; init; }

    public long Completed { get; init; }

    /// <summary>Stopped early by the scheduler, skipped ones included.</summary>
    public long Pruned { get; init; }

    /// <summary>Among the pruned: never begun, because the scheduler already knew enough of their trial. They cost nothing.</summary>
    public long Skipped { get; init; }

    /// <summary>Among the completed: got the results of an equal run. They cost nothing.</summary>
    public long Reused { get; init; }

    /// <summary>Set aside by the scheduler: not in flight, and not over.</summary>
    public long Paused { get; init; }
    public long Failed { get; init; }
    public long Cancelled { get; init; }
    public ImmutableDictionary<FailureCause, long> FailuresByCause { get; init; } = ImmutableDictionary<FailureCause, long>.Empty;

    /// <summary>Number of the next tell.</summary>
    public long Told { get; init; }

    /// <summary>Number of the latest command to runs that a later one may undo.</summary>
    public int Order { get; init; }

    /// <summary>Evaluations of all finished runs together.</summary>
    public double FunctionEvaluations { get; init; }

    /// <summary>Seconds of training of all finished runs together.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>The trial that reached the target of the budget; null: none has.</summary>
    public TrialScore? Reached { get; init; }

    /// <summary>Time in which the sweep was served, all processes that served it together: nights between two starts do not count.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The same since the sweep began or was last revived: what the budget limits.</summary>
    public TimeSpan WallUsed { get; init; }
    public DateTimeOffset LastEventAt { get; init; }

    public InFlightRun? Find(RunId run) => InFlight.FirstOrDefault(r => r.Trial == run.TrialNumber && r.Replicate == run.Replicate);

    public long Finished => Completed + Pruned + Failed + Cancelled;
}
