using System.Collections.Immutable;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console;

namespace Orchestrator.Client.Results;

/// <summary>Paired differences of two values of one key: a row per setting of the other keys, a column per metric.</summary>
/// <param name="Heading">What is compared, in words.</param>
internal sealed record DifferenceTable(string Heading, Table Table)
{
    private const string GradientKey = "gradient.method";
    private const int RowsShown = 12;

    /// <summary>The gradient methods where the sweep varies them, else its first key; the rest is in the report and in JSON.</summary>
    public static IEnumerable<DifferenceTable> Of(ComparisonTable result, Glyphs glyphs)
    {
        var key = result.Differences.Any(difference => difference.Key == GradientKey) ? GradientKey : result.Differences.FirstOrDefault()?.Key;
        return result.Differences.Where(difference => difference.Key == key).GroupBy(difference => (difference.A, difference.B))
            .Select(pair => new DifferenceTable($"{pair.Key.B} instead of {pair.Key.A}, paired by seed (change in percent)", Draw([.. pair], glyphs)));
    }

    private static Table Draw(ImmutableArray<PairedDifference> differences, Glyphs glyphs)
    {
        var numbers = new Numbers(glyphs);
        // Where the first value is zero no ratio exists: nfe.backward of direct differentiation.
        var metrics = differences.Where(difference => difference.Percent.Count > 0).Select(difference => difference.Metric).Distinct().ToList();
        var rows = differences.GroupBy(difference => SettingText.Of(difference.Context)).ToList();
        var table = new Table { Border = glyphs.LightBorder }.AddColumn(new TableColumn("at"));
        foreach (var metric in metrics)
            table.AddColumn(new TableColumn(PlainText.Escaped(metric)).RightAligned().NoWrap());
        foreach (var row in rows.Take(RowsShown))
        {
            var cells = metrics.Select(metric => row.FirstOrDefault(difference => difference.Metric == metric) is { } found ? Cell(found, numbers, glyphs) : glyphs.Dash);
            table.AddRow([.. cells.Prepend(row.Key.Length == 0 ? "all else equal" : row.Key).Select(cell => new Markup(PlainText.Escaped(cell)))]);
        }
        if (rows.Count > RowsShown)
            table.Caption($"{rows.Count - RowsShown} more in the report and in --format json");
        return table;
    }

    private static string Cell(PairedDifference difference, Numbers numbers, Glyphs glyphs)
    {
        var percent = difference.Percent;
        if (percent.Count == 0)
            return glyphs.Dash;
        var sign = percent.Mean > 0 ? "+" : "";
        return $"{sign}{(percent.Count < 2 || percent.High == percent.Low ? numbers.Value(percent.Mean) : numbers.WithInterval(percent))} {(difference.Contrast is { IsClear: true } ? " " : "~")}";
    }
}
