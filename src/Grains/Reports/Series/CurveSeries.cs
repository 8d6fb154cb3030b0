using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Figures;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>Loss over iterations, over seconds and over cumulative evaluations; the trials that the report draws in colour.</summary>
internal static class CurveSeries
{
    public static ImmutableArray<FigureSeries> Of(ImmutableArray<LossCurve> shown, int all, Metric loss)
    {
        if (shown.IsEmpty) return [];
        ImmutableArray<LossCurve> thinned = [.. shown.Select(curve => curve.Thinned(LossFigures.MostPointsPerCurve))];
        var caption = "Line: mean over seeds. Band: smallest to largest seed."
            + (shown.Length < all ? $" The front, the best and the worst: {shown.Length} of {all} trials." : "")
            + (shown.Any(curve => curve.Iterations.Length > LossFigures.MostPointsPerCurve) ? $" At most {LossFigures.MostPointsPerCurve} points per curve; the export holds all." : "");
        return
        [
            Panel("loss-iterations", "iteration", thinned, loss, curve => curve.Iterations, caption),
            Panel("loss-seconds", "training time, s", thinned, loss, curve => curve.Seconds, caption),
            Panel("loss-evaluations", "function evaluations so far", thinned, loss, curve => curve.Evaluations, caption),
        ];
    }

    private static FigureSeries Panel(string id, string x, ImmutableArray<LossCurve> curves, Metric loss, Func<LossCurve, ImmutableArray<double>> read, string caption) => new(
        id, $"{Reading.Capitalised(loss.Title)} over {x.Replace(", s", "", StringComparison.Ordinal)}",
        new(x, AxisKind.Linear), Axes.For(loss.Title, curves.SelectMany(curve => curve.Low.Concat(curve.High))),
        [.. curves.Select(curve => new FigureTrace(TrialLabel.Of(curve.History), TraceStyle.Line, read(curve), curve.Mean, []) { Low = curve.Low, High = curve.High })], caption);
}
