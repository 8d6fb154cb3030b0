using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;
using Spectre.Console;

namespace Orchestrator.Client.Results;

/// <summary>The tables of a comparison for people.</summary>
internal sealed class CompareTables(SideBySide result, Glyphs glyphs)
{
    private const int RowsShown = 20;

    private readonly Numbers _numbers = new(glyphs);

    /// <summary>Which side is what, a line each.</summary>
    public IEnumerable<string> Names() => result.Arms.Select(arm => arm.Trial is null
        ? $"{arm.Label}  {arm.SweepId}"
        : $"{arm.Label}  {arm.SweepId}/{arm.Trial}{(arm.Stands ? " (leading trial)" : "")}{(arm.Assignment.IsEmpty ? "" : $"  {SettingText.Of(arm.Assignment)}")}");

    public Table Sides()
    {
        var table = new Table { Border = glyphs.Border }.AddColumn("").AddColumn(Number("runs")).AddColumn(Number("failed"));
        var shown = result.Arms.Any(arm => !arm.Values.IsEmpty) ? result.Metrics : [];
        foreach (var metric in shown) table.AddColumn(Number(metric.Metric));
        foreach (var arm in result.Arms)
            Row(table, [arm.Label, $"{arm.Completed}", $"{arm.Failed}", .. shown.Select((metric, i) => arm.Values.IsEmpty ? "" : Value(metric.Metric, arm.Values[i]))]);
        return table;
    }

    public Table Settings()
    {
        var table = new Table { Border = glyphs.LightBorder }.AddColumn("");
        foreach (var arm in result.Arms) table.AddColumn(arm.Label);
        foreach (var setting in result.Settings) Row(table, [setting.Path, .. setting.Values.Select(value => value ?? glyphs.Dash)]);
        return table;
    }

    public Table Fronts()
    {
        var table = new Table { Border = glyphs.LightBorder }.AddColumn("");
        foreach (var heading in (string[])["ranked", "on front", "hypervolume", "share", "NFE of all runs", "seconds"]) table.AddColumn(Number(heading));
        foreach (var front in result.Fronts)
            Row(table, [result.Arms[front.Arm].Label, $"{front.Ranked}", $"{front.OnFront}", _numbers.Value(front.Hypervolume), front.Share.ToString("0.0 %", CultureInfo.InvariantCulture), Numbers.Count(front.Evaluations), _numbers.Value(front.Seconds)]);
        return table;
    }

    public Table Contrasts(ImmutableArray<ArmContrast> contrasts)
    {
        var table = Columns(new Table { Border = glyphs.LightBorder }.AddColumn("").AddColumn("metric"));
        foreach (var contrast in contrasts.Where(contrast => contrast.Contrast.Seeds > 0))
            Row(table, [Pair(contrast), contrast.Metric, .. Cells(contrast)]);
        return table;
    }

    /// <summary>The first metric only: the others are in JSON and CSV.</summary>
    public Table BySetting()
    {
        var table = Columns(new Table { Border = glyphs.LightBorder }.AddColumn("").AddColumn("settings"));
        var rows = result.BySetting.Where(contrast => contrast.Metric == result.Metrics[0].Metric).ToList();
        foreach (var contrast in rows.Take(RowsShown))
            Row(table, [Pair(contrast), SettingText.Of(contrast.Settings), .. Cells(contrast)]);
        if (rows.Count > RowsShown) table.Caption($"{rows.Count - RowsShown} more in --format json and csv");
        return table;
    }

    private static Table Columns(Table table)
    {
        foreach (var heading in (string[])["difference", "percent", "p (Holm)", "g", "seeds"]) table.AddColumn(Number(heading));
        return table.AddColumn(new TableColumn("verdict").NoWrap()).AddColumn(Number("needs"));
    }

    private IEnumerable<string> Cells(ArmContrast row)
    {
        var contrast = row.Contrast;
        yield return Signed(contrast.Difference);
        yield return contrast.Percent is { Count: > 0, NotFinite: 0 } ? Signed(contrast.Percent) : glyphs.Dash;
        yield return contrast.AdjustedPValue switch { double.NaN => glyphs.Dash, < 0.001 => "<0.001", var p => p.ToString("0.000", CultureInfo.InvariantCulture) };
        yield return double.IsFinite(contrast.Effect) ? contrast.Effect.ToString("+0.00;-0.00;0", CultureInfo.InvariantCulture) : glyphs.Dash;
        yield return $"{contrast.Seeds}";
        yield return Verdict(contrast, result.Arms[row.B].Label);
        yield return contrast.SeedsNeeded is { } seeds ? $"{Numbers.Count(seeds)} seeds" : "";
    }

    private static string Verdict(Contrast contrast, string side) => contrast.Verdict switch
    {
        ContrastVerdict.Lower => $"{side} lower",
        ContrastVerdict.Higher => $"{side} higher",
        ContrastVerdict.Equal => "equal",
        ContrastVerdict.Untested => "no test",
        _ => "cannot tell",
    };

    private string Pair(ArmContrast contrast) => $"{result.Arms[contrast.B].Label} - {result.Arms[contrast.A].Label}";

    private string Signed(Estimate estimate)
    {
        if (estimate.Count == 0) return glyphs.Dash;
        var text = estimate.Count < 2 || estimate.High == estimate.Low ? _numbers.Value(estimate.Mean) : _numbers.WithInterval(estimate);
        return estimate.Mean > 0 ? $"+{text}" : text;
    }

    private string Value(string metric, Estimate estimate) => metric switch
    {
        "memory.peak" => _numbers.Bytes(estimate),
        _ when metric.StartsWith("nfe.", StringComparison.Ordinal) => _numbers.Count(estimate),
        _ => _numbers.WithInterval(estimate),
    };

    private static TableColumn Number(string heading) => new TableColumn(PlainText.Escaped(heading)).RightAligned().NoWrap();

    private static void Row(Table table, IEnumerable<string> cells) => table.AddRow([.. cells.Select(cell => new Markup(PlainText.Escaped(cell)))]);
}
