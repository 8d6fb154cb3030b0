using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Figures;

/// <summary>A field of arrows as one broken line: plotly has arrows only as annotations, hundreds of which are slow.</summary>
internal static class Arrows
{
    /// <summary>The two strokes of a head in parts of the arrow's length.</summary>
    private const double Head = 0.35;

    private static readonly (double Sin, double Cos) Turned = Math.SinCos(Math.PI * 5 / 6);

    /// <param name="trace">Tails at X, Y; tips at Low, High.</param>
    public static object Of(FigureTrace trace, string colour)
    {
        var (width, height) = (Extent([.. trace.X, .. trace.Low]), Extent([.. trace.Y, .. trace.High]));
        var (x, y) = (new List<double?>(), new List<double?>());
        for (var i = 0; i < trace.X.Length; i++)
        {
            var (tipX, tipY) = (trace.Low[i], trace.High[i]);
            // A head is turned on the screen, where both axes are about equally long.
            var (alongX, alongY) = (Head * (tipX - trace.X[i]) / width, Head * (tipY - trace.Y[i]) / height);
            x.AddRange([trace.X[i], tipX, tipX + (width * ((alongX * Turned.Cos) - (alongY * Turned.Sin))), null, tipX, tipX + (width * ((alongX * Turned.Cos) + (alongY * Turned.Sin))), null]);
            y.AddRange([trace.Y[i], tipY, tipY + (height * ((alongX * Turned.Sin) + (alongY * Turned.Cos))), null, tipY, tipY + (height * ((alongY * Turned.Cos) - (alongX * Turned.Sin))), null]);
        }

        return new { name = trace.Name, x, y, mode = "lines", line = new { color = colour, width = 1 }, hoverinfo = "skip" };
    }

    private static double Extent(double[] values) => values.Length == 0 || values.Max() == values.Min() ? 1 : values.Max() - values.Min();
}
