using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Importance;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>The answer of a sweep as a pure function of its rows: the same rows in any order give the same table.</summary>
internal static class ComparisonBuilder
{
    public static ComparisonTable Build(SweepRow sweep, IReadOnlyCollection<TrialRow> trials, IReadOnlyCollection<RunRow> runs)
    {
        var histories = TrialHistory.Of(trials, runs);
        var measures = Measures.Of(sweep.Spec, histories);
        var costs = histories.Select(history => history.Costs(measures.Objectives)).ToImmutableArray();
        var inFront = ParetoFront.Of([.. costs.Select(cost => cost ?? [])]);
        var sureness = FrontProbability.Of([.. histories.Select(ImmutableArray<ImmutableArray<double>>? (history, i) => costs[i] is null ? null : history.CostsBySeed(measures.Objectives))]);
        // Members of a population leave the settings that they began with: what became of them says nothing about those.
        var isPopulation = Schedulers.Of(sweep.Spec) == Schedulers.Pbt;
        var pairs = isPopulation ? [] : SettingPairs.Of(sweep.Spec, histories);
        var shown = pairs[..Math.Min(pairs.Length, SettingPairs.Limit)];
        ImmutableArray<TrialSummary> summaries =
            [.. histories.Select((history, index) => TrialSummaries.Of(history, measures, sweep.Spec.Seeds.Length, inFront[index]) with { FrontProbability = sureness[index] })];
        var volume = FrontVolume.Of(measures, [.. costs.OfType<ImmutableArray<double>>()]);
        ImmutableArray<MetricImportance> importance = isPopulation ? [] : Importances.Of(sweep.Spec, measures, histories);
        return new(
            sweep.Id,
            sweep.Name,
            sweep.Spec.Objectives,
            [.. sweep.Spec.Space.Select(key => key.Path)],
            summaries,
            SettingPairs.Differences(shown, measures.Compared),
            volume?.Value,
            measures.MemoryExclusive,
            [.. Reading.Of(measures, histories, isPopulation ? null : pairs), .. new[] { FrontSentence.Of(measures, summaries), ImportanceSentence.Of(measures, importance) }.OfType<string>()],
            [.. isPopulation ? [Lineage.Note] : ImmutableArray<string>.Empty, .. Notes.Of(sweep, measures, histories, summaries, volume, pairs.Length - shown.Length)])
        {
            HypervolumeReference = volume?.Reference ?? [],
            HypervolumeHistory = VolumeHistory.Of(measures, volume, histories),
            Importance = importance,
        };
    }
}

/// <summary>Hypervolume of a sweep's front with its reference point, in the objectives' own signs.</summary>
internal sealed record FrontVolume(double Value, ImmutableArray<double> Reference)
{
    /// <summary>The reference lies this share of each objective's range beyond its worst value, so that the ends of the front count.</summary>
    public const double Margin = 0.1;

    /// <summary>Null unless there are two or three objectives and a ranked trial.</summary>
    public static FrontVolume? Of(Measures measures, ImmutableArray<ImmutableArray<double>> costs)
    {
        var dimensions = measures.Objectives.Length;
        if (costs.IsEmpty || dimensions is < 2 or > 3) return null;
        var reference = ReferenceOf(costs);
        return new(Hypervolume.Of(costs, reference), [.. measures.Objectives.Select((objective, i) => objective.Cost(reference[i]))]);
    }

    /// <summary>For one or more trials, as costs.</summary>
    public static ImmutableArray<double> ReferenceOf(ImmutableArray<ImmutableArray<double>> costs)
        => [.. costs[0].Select((_, i) => Beyond(costs.Min(cost => cost[i]), costs.Max(cost => cost[i])))];

    private static double Beyond(double best, double worst)
    {
        var range = worst > best ? worst - best : Math.Abs(worst);
        return worst + (range > 0 ? Margin * range : 1);
    }
}
