using System.Collections.Immutable;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>The best trial's fitted curves against the data, all seeds, with the held-out part shaded.</summary>
internal static class FitFigures
{
    public const int MostPanels = 4;
    private const int MostPoints = 400;

    public static ImmutableArray<Figure> Of(TrialHistory? best)
    {
        if (best is null) return [];
        ImmutableArray<FitCurves> fits = [.. best.Completed.Select(run => StoredFit.Of(run.Fit)).OfType<FitCurves>()];
        if (fits.IsEmpty) return [];
        var names = fits[0].Curves.Select(curve => curve.Name).Take(MostPanels).ToArray();
        var left = fits[0].Curves.Length - names.Length;
        return [.. names.Select((name, i) => Panel(best, fits, name, $"fit-{i}", left))];
    }

    private static Figure Panel(TrialHistory best, ImmutableArray<FitCurves> fits, string name, string id, int leftOut)
    {
        ImmutableArray<FitCurve> curves = [.. fits.SelectMany(fit => fit.Curves).Where(curve => curve.Name == name && !curve.Times.IsDefaultOrEmpty)];
        var times = curves.SelectMany(curve => curve.Times.Concat(curve.DataTimes)).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var x = AxisScale.Linear(times.Min(), times.Max());
        var y = ValueScale(curves);
        var unit = string.IsNullOrEmpty(fits[0].TimeUnit) ? "" : $", {fits[0].TimeUnit}";
        var canvas = new Canvas(x, y, fits[0].TimeName + unit, name);
        if (fits[0].TrainingEndTime is { } end && end < x.High)
        {
            var shade = canvas.Plot.Add.HorizontalSpan(end, x.High);
            shade.FillStyle.Color = Ink.Shade.Marker;
            shade.LineStyle.Width = 0;
            canvas.Label("held out", end, y.High, Ink.Text, ScottPlot.Alignment.UpperLeft, 6, 6);
        }

        foreach (var curve in curves) canvas.Line(Thinned(curve.Times), Thinned(curve.Values), Ink.Series[0], 1.3f);
        if (!curves.IsEmpty) canvas.Points(Thinned(curves[0].DataTimes), Thinned(curves[0].DataValues), Ink.Text, 6);
        var title = $"Fit of {name}";
        var caption = $"{Reading.Capitalised(Reading.Name(best))}. Points: data. Lines: one per seed, {Format.Count(curves.Length, "seed", "seeds")}."
            + (fits[0].TrainingEndTime is null ? "" : " Shaded: held out from training.")
            + (curves.Any(curve => curve.Times.Length > MostPoints || curve.DataTimes.Length > MostPoints) ? $" Drawn with at most {MostPoints} points per curve." : "")
            + (leftOut > 0 ? $" {leftOut} further columns are not drawn." : "");
        return new(id, title, canvas.Svg(id, $"{title}: data and the fitted curves of trial {best.Number}"), caption, Wide: false);
    }

    // The data sets the axis: a model that runs away where it was not trained must not flatten everything else.
    private static AxisScale ValueScale(ImmutableArray<FitCurve> curves)
    {
        var data = curves.SelectMany(curve => curve.DataValues).Where(double.IsFinite).ToArray();
        var fitted = curves.SelectMany(curve => curve.Values).Where(double.IsFinite).ToArray();
        if (data.Length == 0) return AxisScale.For(fitted);
        var range = Math.Max(data.Max() - data.Min(), 1e-9);
        var low = Math.Max(data.Min() - range, fitted.Append(data.Min()).Min());
        var high = Math.Min(data.Max() + range, fitted.Append(data.Max()).Max());
        var pad = 0.06 * Math.Max(high - low, range);
        return new(false, low - pad, high + pad);
    }

    private static double[] Thinned(ImmutableArray<double> all) => all.Length <= MostPoints
        ? [.. all]
        : [.. Enumerable.Range(0, MostPoints).Select(i => all[(int)((long)i * (all.Length - 1) / (MostPoints - 1))])];
}
