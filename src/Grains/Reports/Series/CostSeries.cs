using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>Work–precision: final error against evaluations, one trace per method where the sweep varies methods.</summary>
internal static class CostSeries
{
    public static ImmutableArray<FigureSeries> Of(CostFront front, Metric error)
    {
        if (front.Ranked == 0) return [];
        var points = front.Members.AddRange(front.Others);
        var traces = points.GroupBy(point => Methods(point.History)).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Trace(group.Key, [.. group.OrderBy(point => point.Evaluations).ThenBy(point => point.History.Number)]));
        return
        [
            new("work-precision", $"Work–precision: {error.Title} against evaluations",
                Axes.For("function evaluations per run", points.Select(point => point.Evaluations)), Axes.For($"final {error.Title}", points.Select(point => point.Error)),
                [.. traces], "Means over seeds; lower left is better. A line joins the trials of one choice of methods, by evaluations."),
        ];
    }

    private static FigureTrace Trace(string name, CostPoint[] points) => new(
        name, TraceStyle.Line, [.. points.Select(point => point.Evaluations)], [.. points.Select(point => point.Error)], [.. points.Select(point => TrialLabel.Of(point.History))]);

    private static string Methods(TrialHistory history)
    {
        var named = string.Join(" · ", history.Trial.Assignment.Select(assigned => assigned.Value).OfType<ParameterValue.Text>().Select(text => text.Value));
        return named.Length > 0 ? named : "trials";
    }
}
