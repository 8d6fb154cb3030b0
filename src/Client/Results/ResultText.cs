using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Client.Results;

/// <summary>What stands below the result table: legend, paired differences in words, reading, notes, failed runs.</summary>
internal sealed class ResultText(Glyphs glyphs)
{
    private const int DifferencesShown = 12;
    private const int FailuresShown = 10;
    private const string GradientKey = "gradient.method";

    private readonly Numbers _numbers = new(glyphs);

    public IEnumerable<string> Legend(ComparisonTable table)
    {
        var goals = string.Join(", ", table.Objectives.Select(objective => $"{objective.Metric} ({objective.Goal.ToString().ToLowerInvariant()})"));
        yield return $"{glyphs.Star} Pareto-optimal in {goals}; {glyphs.PlusMinus} half-width of the 95 % interval over seeds; NFE and seconds: mean per run.";
    }

    /// <summary>Differences of the gradient method first; what does not fit is counted and found in the other formats.</summary>
    public IEnumerable<string> Differences(ComparisonTable table)
    {
        var ordered = table.Differences.OrderBy(difference => difference.Key == GradientKey ? 0 : 1).ToList();
        foreach (var difference in ordered.Take(DifferencesShown))
            yield return Sentence(difference);
        if (ordered.Count > DifferencesShown)
            yield return $"{ordered.Count - DifferencesShown} more differences are in the report and in --format json.";
    }

    public static IEnumerable<string> FailedRuns(IReadOnlyCollection<RunRow> runs, ImmutableArray<ulong> seeds)
    {
        var failed = runs.Where(run => run.Status == RunStatus.Failed).OrderBy(run => run.Id.TrialNumber).ThenBy(run => run.Id.Replicate).ToList();
        foreach (var run in failed.Take(FailuresShown))
            yield return $"trial {run.Id.TrialNumber}, seed {seeds[run.Id.Replicate]}: {(run.Cause is { } cause ? Choices.CauseName(cause) : "failed")}: {run.Message}";
        if (failed.Count > FailuresShown)
            yield return $"{failed.Count - FailuresShown} more failed runs are in 'export --what runs'.";
    }

    private string Sentence(PairedDifference difference)
    {
        var where = difference.Context.IsEmpty ? "" : $" (at {SettingText.Of(difference.Context)})";
        var percent = difference.Percent;
        if (percent.Count == 0)
            return $"{difference.Key}: {difference.B} cannot be compared with {difference.A} in {difference.Metric}{where}: no seed finished with both.";
        var interval = percent.Count < 2 ? "one seed, no interval" : $"95 % interval {Signed(percent.Low)} to {Signed(percent.High)} %, {percent.Count} seeds";
        var verdict = percent.Count >= 2 && percent.Low <= 0 && percent.High >= 0 ? "; not distinguishable" : "";
        return $"{difference.B} instead of {difference.A} changes {difference.Metric} by {Signed(percent.Mean)} %{where} [{interval}{verdict}].";
    }

    private string Signed(double value) => value > 0 ? $"+{_numbers.Value(value)}" : _numbers.Value(value);
}
