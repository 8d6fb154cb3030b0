using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>What becomes of a run that was judged.</summary>
public abstract record Verdict
{
    private Verdict() { }

    /// <param name="NextRung">Resource level of the next judgement; null: none, it is trained to its end.</param>
    public sealed record Continue(double? NextRung) : Verdict;

    /// <summary>Checkpoint and give the device back; <see cref="IScheduler.Next"/> may take it up again.</summary>
    public sealed record Pause : Verdict;

    /// <param name="Why">For people: the rule, its numbers and the run's.</param>
    public sealed record Stop(string Why) : Verdict;
}

/// <summary>What a free place is used for.</summary>
public abstract record Opening
{
    private Opening() { }

    /// <summary>The next run that has not begun: of the open trial, else of one that the sampler is asked for.</summary>
    public sealed record NewTrial : Opening;

    /// <summary>Go on with a paused run.</summary>
    /// <param name="NextRung">Resource level of its next judgement; null: it is trained to its end.</param>
    public sealed record Resume(RunKey Run, double? NextRung) : Opening;

    /// <summary>Go on with a paused run, but with the parameters of another paused one and other values.</summary>
    /// <param name="Source">Paused at the same iteration; it is not taken up before this one.</param>
    /// <param name="Assignment">Values of the run's trial from now on.</param>
    /// <param name="NextRung">Resource level of its next judgement; null: it is trained to its end.</param>
    public sealed record TakeOver(RunKey Run, RunKey Source, ImmutableArray<AssignedValue> Assignment, double? NextRung) : Opening
    {
        public bool Equals(TakeOver? other)
            => other is not null && (Run, Source, NextRung) == (other.Run, other.Source, other.NextRung) && Assignment.SequenceEqual(other.Assignment);

        public override int GetHashCode() => (Run, Source, NextRung).GetHashCode();
    }

    /// <summary>Nothing, until another run reports or ends. Never answered when no run is running.</summary>
    public sealed record Wait : Opening;

    /// <summary>Nothing any more: what is still paused is stopped, and the sweep is over when no run is running.</summary>
    /// <param name="Why">For people: what paused runs are stopped for.</param>
    public sealed record Finish(string Why) : Opening;
}
