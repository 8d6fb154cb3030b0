using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Client.Results;

/// <summary>What stands below the result table: legend and failed runs.</summary>
internal sealed class ResultText(Glyphs glyphs)
{
    private const int FailuresShown = 10;

    public IEnumerable<string> Legend(ComparisonTable table)
    {
        var goals = string.Join(", ", table.Objectives.Select(objective => $"{objective.Metric} ({objective.Goal.ToString().ToLowerInvariant()})"));
        yield return $"{glyphs.Star} Pareto-optimal in {goals}; {glyphs.PlusMinus} half-width of the 95 % interval over seeds; NFE and seconds: mean per run.";
    }

    public static IEnumerable<string> FailedRuns(IReadOnlyCollection<RunRow> runs, ImmutableArray<ulong> seeds)
    {
        var failed = runs.Where(run => run.Status == RunStatus.Failed).OrderBy(run => run.Id.TrialNumber).ThenBy(run => run.Id.Replicate).ToList();
        foreach (var run in failed.Take(FailuresShown))
            yield return $"trial {run.Id.TrialNumber}, seed {seeds[run.Id.Replicate]}: {(run.Cause is { } cause ? Choices.CauseName(cause) : "failed")}: {run.Message}";
        if (failed.Count > FailuresShown)
            yield return $"{failed.Count - FailuresShown} more failed runs are in 'export --what runs'.";
    }
}
