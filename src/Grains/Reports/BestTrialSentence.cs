using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>The trial with the best mean of the first objective, called a winner only if its interval touches no other.</summary>
internal static class BestTrialSentence
{
    public static string Of(Measures measures, ImmutableArray<TrialHistory> histories)
    {
        var objective = measures.Objectives[0];
        var ranked = Ranking.Of(objective, histories);
        if (ranked.IsEmpty)
            return $"No trial can be ranked by {objective.Metric.Name}: in each of them a run failed, was stopped early, is unfinished or ended without a finite value.";
        var best = ranked[0];
        var value = best.Estimate(objective.Metric);
        var found = $"{Reading.Capitalised(Reading.Name(best))} has the {objective.Superlative} mean {objective.Metric.Name}, {Reading.MeanWithInterval(value, objective.Metric)}";
        if (ranked.Length == 1) return $"{found} over {Seeds(value)}; no other trial can be ranked.";
        var next = ranked[1].Estimate(objective.Metric);
        var runnerUp = $"the next, trial {ranked[1].Number}, has {Reading.MeanWithInterval(next, objective.Metric)}";
        if (value.Mean == next.Mean) return $"{found} over {Seeds(value)}, and trial {ranked[1].Number} has exactly the same: there is no single best trial.";
        if (!value.HasInterval()) return $"{found}, and {runnerUp}; with one seed there are no intervals, so this is a lead and not a finding.";
        var others = Format.Count(ranked.Length - 1, "other ranked trial", "other ranked trials");
        var close = ranked.Skip(1).Select(trial => trial.Estimate(objective.Metric)).Where(other => !value.IsClearOf(other)).ToArray();
        if (close.Length == 0) return $"{found} over {Seeds(value)}, and its 95 % interval is clear of {(ranked.Length == 2 ? "that of the" : "all")} {others}; {runnerUp} ({Gap(value, next)}).";
        var without = close.Count(other => !other.HasInterval());
        var overlap = close.Length > without ? $"its 95 % interval overlaps {close.Length - without} of the {others}" : "";
        var lacking = without > 0 ? $"{Format.Count(without, "other trial has", "other trials have")} no interval yet" : "";
        return $"{found} over {Seeds(value)}, but {string.Join(" and ", new[] { overlap, lacking }.Where(part => part.Length > 0))} ({runnerUp}): these seeds name no winner.";
    }

    private static string Seeds(Estimate estimate) => Format.Count(estimate.Count, "seed", "seeds");

    private static string Gap(Estimate best, Estimate next) => best.Mean == 0 ? "from zero" : Format.Percent(100 * (next.Mean - best.Mean) / Math.Abs(best.Mean));
}

/// <summary>Trials in order of one objective; those that must not be ranked are left out.</summary>
internal static class Ranking
{
    public static ImmutableArray<TrialHistory> Of(MeasuredObjective objective, ImmutableArray<TrialHistory> histories) =>
        [.. histories
            .Select(history => (history, Cost: history.Costs([objective])))
            .Where(entry => entry.Cost is not null)
            .OrderBy(entry => entry.Cost!.Value[0]).ThenBy(entry => entry.history.Number)
            .Select(entry => entry.history)];
}
