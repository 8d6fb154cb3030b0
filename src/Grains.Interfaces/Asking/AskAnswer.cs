using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Interfaces.Asking;

/// <summary>What a program that asks is answered.</summary>
[GenerateSerializer, Immutable, Alias("ask-answer")]
public abstract record AskAnswer
{
    private AskAnswer() { }

    /// <summary>Train this and tell.</summary>
    [GenerateSerializer, Immutable, Alias("ask-answer.run")]
    public sealed record Run(RunId Id, ulong Seed, ImmutableArray<AssignedValue> Assignment) : AskAnswer;

    /// <summary>No run waits now. In a sweep that is over none ever will.</summary>
    [GenerateSerializer, Immutable, Alias("ask-answer.nothing")]
    public sealed record Nothing(SweepStatus Status) : AskAnswer;

    /// <param name="Number">Null: other points are before it.</param>
    /// <param name="Values">By objective: the mean over the completed seeds; empty until all seeds are over, and where none completed.</param>
    [GenerateSerializer, Immutable, Alias("ask-answer.trial")]
    public sealed record Trial(int? Number, TrialProgress Progress, ImmutableArray<MetricValue> Values) : AskAnswer;

    /// <param name="Errors">Everything that is wrong with the question.</param>
    [GenerateSerializer, Immutable, Alias("ask-answer.refused")]
    public sealed record Refused(ImmutableArray<SpecError> Errors) : AskAnswer;
}

public enum TrialProgress
{
    /// <summary>Not all of its seeds are over.</summary>
    Open = 1,

    Completed = 2,

    /// <summary>All seeds are over, and at least one failed or was stopped or withdrawn.</summary>
    Failed = 3,
}

/// <summary>What became of a result that was told.</summary>
[GenerateSerializer, Immutable, Alias("tell-answer")]
public abstract record TellAnswer
{
    private TellAnswer() { }

    [GenerateSerializer, Immutable, Alias("tell-answer.counted")]
    public sealed record Counted : TellAnswer;

    /// <summary>The same was told before.</summary>
    [GenerateSerializer, Immutable, Alias("tell-answer.known")]
    public sealed record Known : TellAnswer;

    /// <param name="Rule">What was wrong.</param>
    /// <param name="Fix">What to do.</param>
    [GenerateSerializer, Immutable, Alias("tell-answer.refused")]
    public sealed record Refused(string Rule, string Fix) : TellAnswer;
}
