using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>What is known when a trial is suggested: trials of an earlier sweep, numbered up to −1, and every trial proposed before it, by number. Samplers that do not learn ignore it.</summary>
public sealed record SearchHistory(IReadOnlyList<TrialRecord> Trials)
{
    public static SearchHistory Empty { get; } = new([]);

    /// <summary>The points of the sweep's own trials, where whoever holds the history has them at hand; null: they are looked up among the trials.</summary>
    internal TriedPoints? Tried { get; init; }

    /// <summary>Whether a trial of this sweep, not of an earlier one, has exactly this point.</summary>
    public bool HasTried(ImmutableArray<AssignedValue> point)
        => Tried?.Contains(point) ?? Trials.Any(trial => trial.Number >= 0 && trial.Assignment.SequenceEqual(point));

    /// <summary>Whether such a trial is over and has a result.</summary>
    public bool HasFinished(ImmutableArray<AssignedValue> point)
        => Trials.Any(trial => trial is { Number: >= 0, Result: TrialResult.Finished } && trial.Assignment.SequenceEqual(point));
}

/// <summary>One trial that was proposed, with what is known of it.</summary>
public sealed record TrialRecord(long Number, ImmutableArray<AssignedValue> Assignment, TrialResult Result);

/// <summary>What is known of a trial.</summary>
public abstract record TrialResult
{
    private TrialResult() { }

    /// <summary>Not all of its runs are over.</summary>
    public sealed record Pending : TrialResult;

    /// <param name="Values">Mean over replicates as measured, one per objective; NaN when none is finite.</param>
    public sealed record Finished(ImmutableArray<double> Values) : TrialResult;

    /// <summary>Stopped early by the scheduler: the values are those of the last report.</summary>
    /// <param name="Resource">Resource level of that report, in the unit of the scheduler.</param>
    public sealed record Pruned(ImmutableArray<double> Values, double Resource) : TrialResult;

    /// <summary>All of its runs failed or were cancelled: nothing is known but that.</summary>
    public sealed record Failed : TrialResult;
}
