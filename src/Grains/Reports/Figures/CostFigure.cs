using System.Collections.Immutable;
using Orchestrator.Grains.Reports.Statistics;
using ScottPlot;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>Error against total evaluations: one point per ranked trial, the front as a staircase.</summary>
internal static class CostFigure
{
    public const int MostMarkers = 2000;
    private const int MostLabels = 12;
    private const string Id = "error-cost";

    public static ImmutableArray<Figure> Of(CostFront front, Highlights highlights, Metric error)
    {
        if (front.Ranked == 0) return [];
        var room = Math.Max(0, MostMarkers - front.Members.Length);
        ImmutableArray<CostPoint> others = front.Others.Length <= room ? front.Others
            : [.. Enumerable.Range(0, room).Select(i => front.Others[(int)((long)i * front.Others.Length / room)])];
        var shown = front.Members.AddRange(others);
        var intervals = shown.Where(point => highlights.Contains(point.History)).Select(point => (point, Value: point.History.Estimate(error))).Where(entry => entry.Value.HasInterval()).ToArray();
        var x = AxisScale.For(shown.Select(point => point.Evaluations));
        // An interval of few seeds can reach below zero, where a logarithmic axis ends: the points alone set the scale's kind.
        var y = AxisScale.For(shown.Select(point => point.Error).Concat(intervals.SelectMany(entry => Ends(entry.Value)).Where(value => value > 0)));
        var canvas = new Canvas(x, y, "function evaluations per run", $"final {error.Title}");
        Staircase(canvas, front.Members);
        foreach (var (point, value) in intervals)
            canvas.Line([point.Evaluations, point.Evaluations], [Math.Max(value.Low, Floor(y)), value.High], highlights.Of(point.History).Solid, 1);
        foreach (var ink in others.Concat(front.Members).GroupBy(point => (Ink: highlights.Of(point.History), Front: front.Members.Contains(point))))
            canvas.Points([.. ink.Select(point => point.Evaluations)], [.. ink.Select(point => point.Error)], ink.Key.Ink, ink.Key.Front ? 11 : 7);
        foreach (var point in front.Members.Take(MostLabels))
            canvas.Label(point.History.Number.ToString(), point.Evaluations, point.Error, Ink.Text, Alignment.LowerLeft, 6, -6);
        var title = $"{Reading.Capitalised(error.Title)} against evaluations";
        var caption = "One point per ranked trial, means over seeds; lower left is better. Large points with a number and the dotted line: the Pareto front. Vertical lines: 95 % intervals of the trials in colour, cut where the axis ends."
            + (shown.Length < front.Ranked ? $" {shown.Length} of {front.Ranked} trials are drawn." : "");
        return [new(Id, title, canvas.Svg(Id, $"{title}: {front.Members.Length} of {front.Ranked} trials on the Pareto front"), caption, Wide: false)];
    }

    private static IEnumerable<double> Ends(Interfaces.Reports.Estimate estimate) => [estimate.Low, estimate.High];

    private static double Floor(AxisScale scale) => scale.IsLogarithmic ? Math.Pow(10, scale.Low) : double.NegativeInfinity;

    private static void Staircase(Canvas canvas, ImmutableArray<CostPoint> members)
    {
        var xs = new List<double>();
        var ys = new List<double>();
        foreach (var point in members)
        {
            if (ys.Count > 0) (xs, ys) = ([.. xs, point.Evaluations], [.. ys, ys[^1]]);
            xs.Add(point.Evaluations);
            ys.Add(point.Error);
        }

        canvas.Line(xs, ys, Ink.Front, 1.5f);
    }
}
