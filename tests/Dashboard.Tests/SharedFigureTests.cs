using System.Text.Json;
using Orchestrator.Dashboard.Figures;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Dashboard.Tests;

public sealed class SharedFigureTests
{
    [Fact]
    public void A_figure_is_written_once_for_all_pages()
    {
        var figure = new SharedFigure(Series(1, 2, double.NaN));
        var drawing = figure.Drawing(AxisKind.Linear, AxisKind.Logarithmic);
        Assert.Same(drawing, figure.Drawing(AxisKind.Linear, AxisKind.Logarithmic));
        var json = JsonDocument.Parse(drawing).RootElement;
        Assert.Equal("log", json.GetProperty("layout").GetProperty("yaxis").GetProperty("type").GetString());
        Assert.Equal("[1,2,null]", json.GetProperty("data")[0].GetProperty("y").GetRawText());
    }

    [Fact]
    public void A_figure_that_shows_the_same_as_before_is_not_drawn_again()
    {
        var before = new SharedFigure(Series(1, 2));
        Assert.Same(before, new SharedFigure(Series(1, 2)).Or(before));
        var more = new SharedFigure(Series(1, 2, 3));
        Assert.Same(more, more.Or(before));
        var renamed = new SharedFigure(Series(1, 2) with { Title = "Loss at iteration 3" });
        Assert.Same(renamed, renamed.Or(before));
        Assert.Same(before, before.Or(null));
    }

    private static FigureSeries Series(params double[] y) => new(
        "loss", "Loss", new FigureAxis("iteration", AxisKind.Linear), new FigureAxis("loss", AxisKind.Logarithmic),
        [new FigureTrace("run", TraceStyle.Line, [.. Enumerable.Range(0, y.Length).Select(i => (double)i)], [.. y], [])], "");
}
