using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>The trial with the best mean of the first objective, called a winner only if it is told from every other ranked trial, seed by seed.</summary>
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
        var seeds = Format.Count(value.Count, "seed", "seeds");
        if (ranked.Length == 1) return $"{found} over {seeds}; no other trial can be ranked.";
        var next = ranked[1].Estimate(objective.Metric);
        if (value.Mean == next.Mean) return $"{found} over {seeds}, and trial {ranked[1].Number} has exactly the same: there is no single best trial.";
        if (value.Count < 2) return $"{found}, and the next, trial {ranked[1].Number}, has {Reading.MeanWithInterval(next, objective.Metric)}; with one seed there are no intervals, so this is a lead and not a finding.";
        var judged = Contrasts.Judge(ranked.Skip(1).Select(other => PairedSamples.Of(best, other, objective.Metric)));
        return $"{found} over {seeds}{Verdict(ranked, judged, objective.Metric)}.";
    }

    private static string Verdict(ImmutableArray<TrialHistory> ranked, ImmutableArray<Judged> judged, Metric metric)
    {
        var single = judged.Length == 1;
        var open = Enumerable.Range(0, judged.Length).Where(i => !judged[i].IsClear).ToArray();
        var next = $"the next, trial {ranked[1].Number}, has {Change(judged[0].Contrast(), metric)} on the same seeds";
        if (open.Length == 0)
            return $", and is told from {(single ? "the other ranked trial" : $"each of the {judged.Length} other ranked trials")} seed by seed ({Format.Probability(judged.Max(other => other.AdjustedPValue))} after Holm's correction; {next})";
        var closest = judged[open[0]].Contrast();
        var resolve = closest.SeedsNeeded is { } needed ? $"; about {Format.Seeds(needed)} would resolve a difference like that to trial {ranked[open[0] + 1].Number}" : "";
        return $", but {(single ? "the other ranked trial cannot be told from it" : open.Length == judged.Length ? $"none of the {judged.Length} other ranked trials can be told from it" : $"{open.Length} of the {judged.Length} other ranked trials cannot be told from it")} ({next}): these seeds name no winner{resolve}";
    }

    private static string Change(Contrast contrast, Metric metric) => contrast.Percent is { NotFinite: 0, Count: > 0 }
        ? Format.PercentInterval(contrast.Percent)
        : Format.SignedInterval(contrast.Difference, metric.Unit);
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
