using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>The Pareto fronts of any two of the sweep's objectives, in the order of its file.</summary>
internal static class ObjectiveSeries
{
    /// <summary>Of the first four objectives: more pictures are no help.</summary>
    private const int MostPairs = 6;

    public static ImmutableArray<FigureSeries> Of(Measures measures, ImmutableArray<TrialHistory> histories)
    {
        var objectives = measures.Objectives;
        var ranked = histories.Select(history => (history, Costs: history.Costs(objectives))).Where(entry => entry.Costs is not null)
            .Select(entry => new Ranked(entry.history, entry.Costs!.Value)).ToImmutableArray();
        if (objectives.Length < 2 || ranked.IsEmpty) return [];
        var inFront = ParetoFront.Of([.. ranked.Select(trial => trial.Costs)]);
        return
        [
            .. from second in Enumerable.Range(1, objectives.Length - 1)
               from first in Enumerable.Range(0, second)
               where (second * (second - 1) / 2) + first < MostPairs
               select Pair(objectives, ranked, inFront, (first, second)),
        ];
    }

    /// <param name="inFront">Who is in the front of all objectives together.</param>
    private static FigureSeries Pair(ImmutableArray<MeasuredObjective> objectives, ImmutableArray<Ranked> ranked, ImmutableArray<bool> inFront, (int First, int Second) pair)
    {
        var (x, y) = (objectives[pair.Second], objectives[pair.First]);
        var ofPair = ParetoFront.Of([.. ranked.Select(trial => ImmutableArray.Create(trial.Costs[pair.First], trial.Costs[pair.Second]))]);
        var points = ranked.Select((trial, i) => new Point(trial.History, x.Cost(trial.Costs[pair.Second]), y.Cost(trial.Costs[pair.First]), ofPair[i] ? Place.Front : inFront[i] ? Place.WholeFront : Place.Behind))
            .OrderBy(point => point.X).ToArray();
        Point[] At(Place place) => [.. points.Where(point => point.Place == place)];
        ImmutableArray<FigureTrace> traces =
        [
            Trace("Pareto front", TraceStyle.Line, At(Place.Front)),
            .. objectives.Length > 2 ? [Trace($"front of all {objectives.Length} objectives", TraceStyle.Points, At(Place.WholeFront))] : ImmutableArray<FigureTrace>.Empty,
            Trace("other trials", TraceStyle.Points, At(Place.Behind)),
        ];
        return new(
            pair == (0, 1) ? "pareto-front" : $"pareto-front-{pair.First}-{pair.Second}", $"{Reading.Capitalised(y.Metric.Title)} against {x.Metric.Title}",
            Axes.For(x.Metric.Title, points.Select(point => point.X)), Axes.For(y.Metric.Title, points.Select(point => point.Y)), traces,
            $"One point per ranked trial, means over seeds. On the front of these two: {At(Place.Front).Length} of {points.Length}."
            + (objectives.Length > 2 ? $" Of all {objectives.Length} objectives together: {inFront.Count(isIn => isIn)}." : ""));
    }

    private static FigureTrace Trace(string name, TraceStyle style, Point[] points) => new(
        name, style, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], [.. points.Select(point => TrialLabel.Of(point.History))]);

    private sealed record Ranked(TrialHistory History, ImmutableArray<double> Costs);

    private enum Place { Front = 1, WholeFront = 2, Behind = 3 }

    private sealed record Point(TrialHistory History, double X, double Y, Place Place);
}
