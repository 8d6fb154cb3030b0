using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>The Pareto front of the sweep's own first two objectives.</summary>
internal static class ObjectiveSeries
{
    public static ImmutableArray<FigureSeries> Of(Measures measures, ImmutableArray<TrialHistory> histories)
    {
        if (measures.Objectives.Length < 2) return [];
        ImmutableArray<MeasuredObjective> axes = [measures.Objectives[1], measures.Objectives[0]];
        var ranked = histories.Select(history => (history, Costs: history.Costs(axes))).Where(entry => entry.Costs is not null)
            .Select(entry => (entry.history, Costs: entry.Costs!.Value)).ToImmutableArray();
        if (ranked.IsEmpty) return [];
        var inFront = ParetoFront.Of([.. ranked.Select(entry => entry.Costs)]);
        var points = ranked.Select((entry, i) => new Ranked(entry.history, axes[0].Cost(entry.Costs[0]), axes[1].Cost(entry.Costs[1]), inFront[i])).ToArray();
        var (members, others) = (points.Where(point => point.InFront).OrderBy(point => point.X).ToArray(), points.Where(point => !point.InFront).ToArray());
        return
        [
            new("pareto-front", $"{Reading.Capitalised(axes[1].Metric.Title)} against {axes[0].Metric.Title}",
                Axes.For(axes[0].Metric.Title, points.Select(point => point.X)), Axes.For(axes[1].Metric.Title, points.Select(point => point.Y)),
                [Trace("Pareto front", TraceStyle.Line, members), Trace("other trials", TraceStyle.Points, others)],
                $"One point per ranked trial, means over seeds. On the front: {members.Length} of {points.Length}."),
        ];
    }

    private static FigureTrace Trace(string name, TraceStyle style, Ranked[] points) => new(
        name, style, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], [.. points.Select(point => TrialLabel.Of(point.History))]);

    private sealed record Ranked(TrialHistory History, double X, double Y, bool InFront);
}
