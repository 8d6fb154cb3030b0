using System.Collections.Concurrent;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Figures;

/// <summary>A figure and what browsers draw it from, made once for all pages that show it.</summary>
public sealed class SharedFigure(FigureSeries series)
{
    private readonly ConcurrentDictionary<(AxisKind X, AxisKind Y), byte[]> _drawings = new();

    public FigureSeries Series => series;

    /// <summary>plotly's data and layout as JSON.</summary>
    public byte[] Drawing(AxisKind x, AxisKind y) => _drawings.GetOrAdd(
        (x, y), axes => PlotlyFigure.Of(series, series.X with { Kind = axes.X }, series.Y with { Kind = axes.Y }).ToJson());

    /// <summary>The earlier one where it shows the same: a page that has it need not draw it again.</summary>
    public SharedFigure Or(SharedFigure? earlier) => earlier is not null && Words(series) == Words(earlier.Series) && Usual.AsSpan().SequenceEqual(earlier.Usual) ? earlier : this;

    private byte[] Usual => Drawing(series.X.Kind, series.Y.Kind);

    private static (string, string, string, FigureAxis, FigureAxis) Words(FigureSeries series) => (series.Id, series.Title, series.Caption, series.X, series.Y);
}
