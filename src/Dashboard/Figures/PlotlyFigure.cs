using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Figures;

/// <summary>A figure in the words of plotly.js; only traces that are drawn as SVG.</summary>
/// <param name="Traces">plotly's data.</param>
/// <param name="Layout">plotly's layout; colours come with the theme.</param>
internal sealed record PlotlyFigure(object[] Traces, object Layout)
{
    // Okabe–Ito without its yellow: distinguishable with colour-blind eyes, on white and on dark.
    private static readonly ImmutableArray<(int R, int G, int B)> Colours = [(0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (230, 159, 0), (148, 103, 189), (140, 140, 140)];

    public byte[] ToJson() => DrawingJson.Of(new { data = Traces, layout = Layout });

    public static PlotlyFigure Of(FigureSeries figure, FigureAxis x, FigureAxis y)
    {
        var traces = figure.Traces.SelectMany((trace, i) => trace.Style switch
        {
            TraceStyle.Bars => [Bars(trace, figure.Rows, Colour(i))],
            TraceStyle.Arrows => [Arrows.Of(trace, Css((140, 140, 140), 0.9))],
            _ => Curve(trace, Colour(i)),
        }).ToArray();
        return new PlotlyFigure(traces, new
        {
            margin = new { l = 70, r = 15, t = 10, b = 50 },
            xaxis = Axis(x),
            yaxis = figure.Rows.IsEmpty ? Axis(y) : new { type = "category", categoryorder = "array", categoryarray = figure.Rows.Reverse().ToArray(), automargin = true },
            barmode = "overlay",
            hovermode = "closest",
            showlegend = figure.Traces.Length > 1,
            legend = new { orientation = "h", y = -0.2, font = new { size = 11 } },
        });
    }

    private static IEnumerable<object> Curve(FigureTrace trace, (int R, int G, int B) colour)
    {
        if (!trace.Low.IsEmpty)
        {
            var group = trace.Name;
            yield return new { x = Finite(trace.X), y = Finite(trace.Low), mode = "lines", line = new { width = 0 }, hoverinfo = "skip", showlegend = false, legendgroup = group };
            yield return new { x = Finite(trace.X), y = Finite(trace.High), mode = "lines", line = new { width = 0 }, fill = "tonexty", fillcolor = Css(colour, 0.18), hoverinfo = "skip", showlegend = false, legendgroup = group };
        }

        yield return new
        {
            name = trace.Name,
            legendgroup = trace.Name,
            x = Finite(trace.X),
            y = Finite(trace.Y),
            text = trace.Labels.IsEmpty ? null : trace.Labels.ToArray(),
            mode = trace.Style switch { TraceStyle.Points => "markers", TraceStyle.Line when !trace.Labels.IsEmpty => "lines+markers", _ => "lines" },
            line = new { color = Css(colour, 1), width = 2, shape = trace.Style == TraceStyle.Steps ? "hv" : "linear" },
            marker = new { color = Css(colour, 1), size = 8 },
        };
    }

    private static object Bars(FigureTrace trace, ImmutableArray<string> rows, (int R, int G, int B) colour) => new
    {
        type = "bar",
        orientation = "h",
        name = trace.Name,
        y = trace.Y.Select(row => rows[(int)row]).ToArray(),
        @base = trace.X.Select(seconds => 1000 * seconds).ToArray(),
        // A bar of no length would not be seen.
        x = trace.X.Zip(trace.High, (start, end) => Math.Max(1, 1000 * (end - start))).ToArray(),
        text = trace.Labels.ToArray(),
        textposition = "none",
        hovertemplate = "%{text}<extra></extra>",
        marker = new { color = Css(colour, 0.8), line = new { width = 1, color = Css(colour, 1) } },
    };

    private static object Axis(FigureAxis axis) => new
    {
        title = new { text = axis.Title },
        type = axis.Kind switch { AxisKind.Logarithmic => "log", AxisKind.Time => "date", _ => "linear" },
        exponentformat = "power",
        automargin = true,
    };

    private static (int R, int G, int B) Colour(int i) => Colours[i % Colours.Length];

    private static string Css((int R, int G, int B) colour, double opacity) => FormattableString.Invariant($"rgba({colour.R},{colour.G},{colour.B},{opacity})");

    /// <summary>JSON has no NaN: a gap is null.</summary>
    private static double?[] Finite(ImmutableArray<double> values) => [.. values.Select(value => double.IsFinite(value) ? value : (double?)null)];
}
