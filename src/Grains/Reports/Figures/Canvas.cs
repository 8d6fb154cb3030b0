using ScottPlot;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>A plot with the page's look: two axes, a faint grid, no frame, colours of the page.</summary>
internal sealed class Canvas
{
    public const int Width = 560;
    public const int Height = 360;
    private const float FontSize = 13;

    public Canvas(AxisScale x, AxisScale y, string xLabel, string yLabel)
    {
        EmbeddedFont.Register();
        (X, Y) = (x, y);
        Plot = new Plot();
        Plot.FigureBackground.Color = Colors.Transparent;
        Plot.DataBackground.Color = Colors.Transparent;
        Plot.Grid.MajorLineColor = Ink.Grid.Marker;
        Plot.Axes.Top.FrameLineStyle.Width = 0;
        Plot.Axes.Right.FrameLineStyle.Width = 0;
        Dress(Plot.Axes.Bottom, x.Ticks(), xLabel);
        Dress(Plot.Axes.Left, y.Ticks(), yLabel);
        Plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
    }

    public Plot Plot { get; }
    public AxisScale X { get; }
    public AxisScale Y { get; }

    /// <summary>A line through the points that the axes can show; it breaks where they cannot.</summary>
    public void Line(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Ink ink, float width)
    {
        foreach (var (partX, partY) in Parts(xs, ys))
        {
            var line = Plot.Add.ScatterLine(partX, partY);
            line.Color = ink.Marker;
            line.LineWidth = width;
        }
    }

    /// <summary>The area between two curves over the same x; points that the axes cannot show are left out.</summary>
    public void Band(IReadOnlyList<double> xs, IReadOnlyList<double> low, IReadOnlyList<double> high, Ink ink)
    {
        var points = Enumerable.Range(0, xs.Count).Select(i => (X: X.Map(xs[i]), Low: Y.Map(low[i]), High: Y.Map(high[i])))
            .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Low) && double.IsFinite(p.High)).ToArray();
        if (points.Length < 2) return;
        var band = Plot.Add.FillY([.. points.Select(p => p.X)], [.. points.Select(p => p.Low)], [.. points.Select(p => p.High)]);
        band.FillColor = ink.Marker.WithAlpha(0.16);
        band.LineWidth = 0;
    }

    public void Points(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Ink ink, float size)
    {
        var shown = Mapped(xs, ys).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToArray();
        if (shown.Length == 0) return;
        var markers = Plot.Add.Markers(shown.Select(p => p.X).ToArray(), shown.Select(p => p.Y).ToArray());
        markers.Color = ink.Marker;
        markers.MarkerSize = size;
        markers.MarkerStyle.OutlineWidth = 0;
    }

    public void Label(string text, double x, double y, Ink ink, Alignment alignment, float offsetX, float offsetY)
    {
        if (!double.IsFinite(X.Map(x)) || !double.IsFinite(Y.Map(y))) return;
        var label = Plot.Add.Text(text, X.Map(x), Y.Map(y));
        label.LabelFontColor = ink.Marker;
        label.LabelFontSize = FontSize - 1;
        label.LabelAlignment = alignment;
        (label.OffsetX, label.OffsetY) = (offsetX, offsetY);
    }

    public string Svg(string id, string description, int width = Width, int height = Height) => FigureSvg.Of(Plot, id, width, height, description);

    private static void Dress(IAxis axis, ITickGenerator ticks, string label)
    {
        axis.TickGenerator = ticks;
        axis.FrameLineStyle.Color = Ink.Axis.Marker;
        axis.MajorTickStyle.Color = Ink.Axis.Marker;
        axis.MinorTickStyle.Color = Ink.Axis.Marker;
        axis.MinorTickStyle.Length = 2;
        axis.TickLabelStyle.ForeColor = Ink.Text.Marker;
        axis.TickLabelStyle.FontSize = FontSize - 1;
        axis.Label.Text = label;
        axis.Label.Bold = false;
        axis.Label.FontSize = FontSize;
        axis.Label.ForeColor = Ink.Text.Marker;
    }

    private IEnumerable<(double X, double Y)> Mapped(IReadOnlyList<double> xs, IReadOnlyList<double> ys) =>
        Enumerable.Range(0, xs.Count).Select(i => (X.Map(xs[i]), Y.Map(ys[i])));

    private IEnumerable<(double[] X, double[] Y)> Parts(IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        var part = new List<(double X, double Y)>();
        foreach (var point in Mapped(xs, ys).Append((double.NaN, double.NaN)))
        {
            if (double.IsFinite(point.Item1) && double.IsFinite(point.Item2))
            {
                part.Add(point);
                continue;
            }

            if (part.Count > 1) yield return ([.. part.Select(p => p.X)], [.. part.Select(p => p.Y)]);
            part.Clear();
        }
    }
}
