using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>Three sentences that say what the numbers say, and no more: the best trial, the first paired comparison, and the price of accuracy.</summary>
internal static class Reading
{
    /// <param name="pairs">Null: settings are not compared.</param>
    public static ImmutableArray<string> Of(Measures measures, ImmutableArray<TrialHistory> histories, ImmutableArray<SettingPair>? pairs) =>
        histories.Any(history => history.Completed.Any())
            ? [BestTrialSentence.Of(measures, histories), .. pairs is { } known ? [PairedSentence.Of(measures, known)] : ImmutableArray<string>.Empty, CostSentence.Of(measures, histories)]
            : [$"No run has completed yet, so there is nothing to compare: {Format.Count(histories.Sum(history => history.Runs.Length), "run", "runs")} of {Format.Count(histories.Length, "trial", "trials")} so far."];

    /// <summary>How a sentence names a trial.</summary>
    public static string Name(TrialHistory history) => $"trial {history.Number} ({Format.Settings(history.Trial.Assignment)})";

    public static string MeanWithInterval(Estimate estimate, Metric metric) =>
        Format.Interval(estimate, metric.Unit) is { Length: > 0 } interval ? $"{Format.Value(estimate.Mean, metric.Unit)} {interval}" : Format.Value(estimate.Mean, metric.Unit);

    public static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
