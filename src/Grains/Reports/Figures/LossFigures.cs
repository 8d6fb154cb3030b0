using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>Loss over iterations, over seconds and over cumulative evaluations.</summary>
internal static class LossFigures
{
    /// <summary>Points that a panel may hold in all; keeps the page small whatever the sweep's size.</summary>
    public const int PointsPerPanel = 6000;
    public const int MostPointsPerCurve = 160;
    private const int MostGreyCurves = 60;

    public static ImmutableArray<Figure> Of(ImmutableArray<LossCurve> curves, Highlights highlights, Metric loss)
    {
        if (curves.IsEmpty) return [];
        ImmutableArray<LossCurve> grey = [.. curves.Where(curve => !highlights.Contains(curve.History))];
        ImmutableArray<LossCurve> shown = [.. Spread(grey, MostGreyCurves), .. curves.Where(curve => highlights.Contains(curve.History))];
        var most = Math.Clamp(PointsPerPanel / shown.Length, 20, MostPointsPerCurve);
        ImmutableArray<LossCurve> thinned = [.. shown.Select(curve => curve.Thinned(most))];
        var caption = "Line: mean over seeds. Band: smallest to largest seed."
            + (shown.Any(curve => curve.Iterations.Length > most) ? $" Drawn with at most {most} points per curve; the export holds all." : "")
            + (grey.Length > MostGreyCurves ? $" {MostGreyCurves} of {grey.Length} other trials are drawn." : "");
        return
        [
            Panel("loss-iterations", "iteration", thinned, highlights, loss, curve => curve.Iterations, caption),
            Panel("loss-seconds", "training time, s", thinned, highlights, loss, curve => curve.Seconds, caption + " Seconds are means over seeds at the same iteration."),
            Panel("loss-evaluations", "function evaluations so far", thinned, highlights, loss, curve => curve.Evaluations, caption + " Evaluations are forward, backward and recomputed together, means over seeds."),
        ];
    }

    private static Figure Panel(
        string id, string xLabel, ImmutableArray<LossCurve> curves, Highlights highlights, Metric loss, Func<LossCurve, ImmutableArray<double>> x, string caption)
    {
        var xScale = AxisScale.Linear(0, curves.SelectMany(curve => x(curve)).Where(double.IsFinite).DefaultIfEmpty(1).Max());
        var yScale = AxisScale.For(curves.SelectMany(curve => curve.Low.Concat(curve.High)));
        var canvas = new Canvas(xScale, yScale, xLabel, loss.Title);
        foreach (var curve in curves.Where(curve => highlights.Contains(curve.History)))
            canvas.Band([.. x(curve)], [.. curve.Low], [.. curve.High], highlights.Of(curve.History));
        foreach (var curve in curves)
            canvas.Line([.. x(curve)], [.. curve.Mean], highlights.Of(curve.History), highlights.Contains(curve.History) ? 2 : 1);
        var title = $"{Reading.Capitalised(loss.Title)} over {xLabel.Replace(", s", "", StringComparison.Ordinal)}";
        return new(id, title, canvas.Svg(id, $"{title} for {Format.Count(curves.Length, "trial", "trials")}"), caption, Wide: false);
    }

    private static IEnumerable<LossCurve> Spread(ImmutableArray<LossCurve> all, int most) =>
        all.Length <= most ? all : Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Length - 1) / (most - 1))]);
}
