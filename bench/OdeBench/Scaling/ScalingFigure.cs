using System.Globalization;
using Orchestrator.OdeBench.Drawing;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Orchestrator.OdeBench.Scaling;

/// <summary>One curve as a picture: microseconds per step over the size, both axes logarithmic.</summary>
internal static class ScalingFigure
{
    private const double MicrosPerSecond = 1e6;

    public static void Write(ScalingCurve curve, string file)
    {
        var plot = new Plot();
        double[] x = [.. curve.Points.Select(point => Math.Log10(point.Size))];
        foreach (var (name, color, seconds) in new (string, Color, Func<ScalingPoint, double>)[]
            { ("forward", Colors.SteelBlue, point => point.Forward), ("backward", Colors.DarkOrange, point => point.Backward) })
        {
            var line = plot.Add.Scatter(x, curve.Points.Select(point => Math.Log10(seconds(point) / point.Steps * MicrosPerSecond)).ToArray());
            (line.LegendText, line.Color, line.LineWidth, line.MarkerSize) = (name, color, 2, 7);
        }
        var ticks = new NumericManual();
        foreach (var point in curve.Points) ticks.AddMajor(Math.Log10(point.Size), point.Size.ToString(CultureInfo.InvariantCulture));
        plot.Axes.Bottom.TickGenerator = ticks;
        LogAxes.On(plot.Axes.Left);
        var (low, high) = Decades(curve);
        plot.Axes.SetLimitsY(low, high);
        plot.XLabel(curve.Title);
        plot.YLabel("µs per step");
        plot.ShowLegend(Alignment.UpperLeft);
        LogAxes.Save(plot, file);
    }

    private static (double Low, double High) Decades(ScalingCurve curve)
    {
        double[] values = [.. curve.Points.SelectMany(point => new[] { point.Forward, point.Backward }.Select(seconds => Math.Log10(seconds / point.Steps * MicrosPerSecond)))];
        return (Math.Floor(values.Min()), Math.Ceiling(values.Max()));
    }
}
