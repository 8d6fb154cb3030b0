using System.Collections.Immutable;
using Orchestrator.Client.CommandLine;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Client.Results;

/// <summary>What stands below the result table: legend, failed runs and runs that were stopped early.</summary>
internal sealed class ResultText(Glyphs glyphs)
{
    private const int RunsShown = 10;

    public IEnumerable<string> Legend(ComparisonTable table)
    {
        var goals = string.Join(", ", table.Objectives.Select(objective => $"{objective.Metric} ({objective.Goal.ToString().ToLowerInvariant()})"));
        yield return $"{glyphs.Star} Pareto-optimal in {goals}; {glyphs.PlusMinus} half-width of the 95 % interval over seeds; NFE and seconds: mean per run.";
    }

    public static IEnumerable<string> FailedRuns(IReadOnlyCollection<RunRow> runs, ImmutableArray<ulong> seeds)
        => Listed(runs, RunStatus.Failed, "failed runs", run => $"trial {run.Id.TrialNumber}, seed {seeds[run.Id.Replicate]}: {(run.Cause is { } cause ? Choices.CauseName(cause) : "failed")}: {run.Message}");

    public static IEnumerable<string> StoppedRuns(IReadOnlyCollection<RunRow> runs, ImmutableArray<ulong> seeds)
        => Listed(runs, RunStatus.Pruned, "stopped runs", run => $"trial {run.Id.TrialNumber}, seed {seeds[run.Id.Replicate]}, after {run.Last?.Iteration ?? 0} iterations: {run.Message}");

    /// <summary>Who went on with whose parameters; the whole list is in the report and in JSON.</summary>
    public static IEnumerable<string> Lineage(ComparisonTable table)
    {
        foreach (var row in table.Lineage.Take(RunsShown))
            yield return $"iteration {row.Iteration}: trial {row.Trial} went on with the parameters of trial {row.Source}{string.Concat(row.Changes.Select(change => $", {change.Path} {change.Before?.Label ?? "-"} to {change.After?.Label ?? "-"}"))}";
        if (table.Lineage.Length > RunsShown)
            yield return $"{table.Lineage.Length - RunsShown} more are in the report and in 'show --format json'.";
    }

    private static IEnumerable<string> Listed(IReadOnlyCollection<RunRow> runs, RunStatus status, string what, Func<RunRow, string> line)
    {
        var found = runs.Where(run => run.Status == status).OrderBy(run => run.Id.TrialNumber).ThenBy(run => run.Id.Replicate).ToList();
        foreach (var run in found.Take(RunsShown))
            yield return line(run);
        if (found.Count > RunsShown)
            yield return $"{found.Count - RunsShown} more {what} are in 'export --what runs'.";
    }
}
