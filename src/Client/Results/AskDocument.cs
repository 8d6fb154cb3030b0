using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Client.Results;

/// <summary>The JSON form of what a program that asks is answered (docs/console.md describes it; names never change, new ones may come).</summary>
[JsonDerivedType(typeof(RunToTrain)), JsonDerivedType(typeof(NoRun)), JsonDerivedType(typeof(TrialResult))]
internal abstract record AskDocument
{
    private AskDocument() { }

    public static AskDocument From(string sweepId, AskAnswer answer) => answer switch
    {
        AskAnswer.Run run => new RunToTrain(sweepId, run.Id.ToString(), run.Id.TrialNumber, run.Id.Replicate, run.Seed, ComparisonDocument.Settings(run.Assignment)),
        AskAnswer.Nothing nothing => new NoRun(sweepId, null, nothing.Status),
        AskAnswer.Trial trial => new TrialResult(sweepId, trial.Number, trial.Progress, trial.Values.ToImmutableSortedDictionary(value => value.Metric, value => value.Value, StringComparer.Ordinal)),
        _ => throw new NotSupportedException($"The answer {answer.GetType().Name} is unknown to this version; use the same version on both sides."),
    };

    internal sealed record RunToTrain(string SweepId, string? Run, int Trial, int Replicate, ulong Seed, ImmutableSortedDictionary<string, ParameterValue> Settings) : AskDocument;

    /// <param name="Run">Always null.</param>
    internal sealed record NoRun(string SweepId, string? Run, SweepStatus Status) : AskDocument;

    internal sealed record TrialResult(string SweepId, int? Trial, TrialProgress Status, ImmutableSortedDictionary<string, double> Values) : AskDocument;
}

/// <param name="Known">The same was told before, and nothing has changed.</param>
internal sealed record ToldDocument(string Run, bool Known);
