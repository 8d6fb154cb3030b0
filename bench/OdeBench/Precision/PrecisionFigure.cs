using System.Collections.Immutable;
using Orchestrator.OdeBench.Drawing;
using ScottPlot;

namespace Orchestrator.OdeBench.Precision;

/// <summary>Work–precision: error of the last state over milliseconds, a curve per solver, both axes logarithmic.</summary>
internal static class PrecisionFigure
{
    private const double MillisPerSecond = 1e3;

    public static void Write(ImmutableArray<PrecisionPoint> points, string file)
    {
        var plot = new Plot();
        var colors = new ScottPlot.Palettes.Category10();
        var solvers = points.GroupBy(point => point.Solver).ToArray();
        for (var i = 0; i < solvers.Length; i++)
        {
            double[] x = [.. solvers[i].Select(point => Math.Log10(point.Seconds * MillisPerSecond))];
            double[] y = [.. solvers[i].Select(point => Math.Log10(point.Error))];
            var line = plot.Add.Scatter(x, y);
            (line.LegendText, line.Color, line.LineWidth, line.MarkerSize) = (solvers[i].Key, colors.GetColor(i), 2, 7);
        }
        LogAxes.On(plot.Axes.Bottom);
        LogAxes.On(plot.Axes.Left);
        plot.XLabel("milliseconds of one solve");
        plot.YLabel("largest error at the end");
        plot.ShowLegend(Alignment.UpperRight);
        LogAxes.Save(plot, file);
    }
}
