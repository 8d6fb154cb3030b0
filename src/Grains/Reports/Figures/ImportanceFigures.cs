using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>What each key decides of each metric: one bar figure per metric, keys alone and their strongest interactions.</summary>
internal static class ImportanceFigures
{
    public const int MostKeys = 10;
    public const int MostPairs = 3;
    private const int RowHeight = 26;
    private const int LabelLength = 30;

    public static ImmutableArray<LegendEntry> Legend { get; } = [new(Ink.Series[0], "a key alone"), new(Ink.Series[4], "two keys together, beyond what each does alone")];

    public static ImmutableArray<Figure> Of(ImmutableArray<MetricImportance> importance) => [.. importance.Select(Of)];

    private static Figure Of(MetricImportance importance, int index)
    {
        ImmutableArray<Row> rows =
        [
            .. importance.Keys.Take(MostKeys).Select(key => new Row(key.Key, key.Share, key.Deviation, Legend[0].Ink)),
            .. importance.Pairs.Take(MostPairs).Select(pair => new Row($"{Last(pair.First)} × {Last(pair.Second)}", pair.Share, null, Legend[1].Ink)),
        ];
        var canvas = new Canvas(AxisScale.Linear(0, 1.18 * rows.Max(row => Math.Min(1, row.Share + (row.Deviation ?? 0)))), new AxisScale(false, -0.6, rows.Length - 0.4), "share of the variance over the space", "");
        for (var i = 0; i < rows.Length; i++) Draw(canvas, rows[i], rows.Length - 1 - i);
        canvas.Plot.Axes.Left.TickGenerator = new NumericManual([.. rows.Select((row, i) => Tick.Major(rows.Length - 1 - i, Shortened(row.Label)))]);
        canvas.Plot.Axes.Left.MajorTickStyle.Length = 0;
        canvas.Plot.Grid.YAxisStyle.IsVisible = false;
        var id = $"importance-{index}";
        var title = $"What decides {Metrics.Find(importance.Metric)?.Title ?? importance.Metric}";
        return new(id, title, canvas.Svg(id, $"{title}: {string.Join(", ", importance.Keys.Take(MostKeys).Select(key => $"{key.Key} {Percent(key.Share)}"))}", Canvas.Width, 80 + (RowHeight * rows.Length)), Caption(importance), Wide: false);
    }

    private sealed record Row(string Label, double Share, double? Deviation, Ink Ink);

    private static string Caption(MetricImportance importance)
    {
        var trust = importance switch
        {
            { IsCoveredGrid: true, Explained: double.NaN } => "The trials cover the grid. With one seed each, noise cannot be told from effects.",
            { IsCoveredGrid: true } => $"The trials cover the grid; {Percent(importance.Explained)} of the variance between them is more than the chance of their seeds.",
            _ => $"The forest predicts {Percent(importance.Explained)} of the variance of trials it has not seen. Lines: one standard deviation over the trees.",
        };
        return $"{(ImportanceSentence.IsReadable(importance) ? "" : "Do not read these bars, they mostly show noise. ")}{trust} From {Format.Count(importance.Trials, "ranked trial", "ranked trials")}{(importance.Logarithmic ? ", logarithm of the metric" : "")}."
            + (importance.Keys.Length > MostKeys ? $" {MostKeys} of {importance.Keys.Length} keys." : "");
    }

    private static void Draw(Canvas canvas, Row row, double at)
    {
        canvas.Plot.Add.Bar(new ScottPlot.Bar
        {
            Position = at,
            Value = row.Share,
            Size = 0.68,
            Orientation = Orientation.Horizontal,
            FillColor = row.Ink.Marker,
            LineWidth = 0,
        });
        var end = row.Share;
        if (row.Deviation is > 0 and var deviation)
        {
            end = Math.Min(1, row.Share + deviation);
            canvas.Line([Math.Max(0, row.Share - deviation), end], [at, at], Ink.Text, 1);
        }

        canvas.Label(Percent(row.Share), end, at, Ink.Text, Alignment.MiddleLeft, 6, 0);
    }

    private static string Percent(double share) => double.IsNaN(share) ? "none" : $"{Math.Round(100 * share):0} %".Replace('-', '−');

    private static string Last(string path) => Format.Heading(path);

    private static string Shortened(string label) => label.Length <= LabelLength ? label : "…" + label[^(LabelLength - 1)..];
}
