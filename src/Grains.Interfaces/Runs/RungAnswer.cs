namespace Orchestrator.Grains.Interfaces.Runs;

public enum RungVerdict { Continue = 1, Pause = 2, Prune = 3 }

/// <summary>What a sweep says to a run that has reached the resource level at which it was to be judged.</summary>
/// <param name="NextRung">Of a run that goes on: level of its next judgement; null: it is trained to its end.</param>
/// <param name="Why">Of a run that is stopped for good, for people: the rule, its numbers and the run's.</param>
[GenerateSerializer, Immutable, Alias("rung-answer")]
public sealed record RungAnswer(RungVerdict Verdict, double? NextRung, string? Why)
{
    /// <summary>Go on, and ask no more.</summary>
    public static RungAnswer ToTheEnd { get; } = new(RungVerdict.Continue, null, null);
}
