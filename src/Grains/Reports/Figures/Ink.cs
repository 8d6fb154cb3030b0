using System.Collections.Immutable;
using ScottPlot;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>
/// A colour of the page. Figures are drawn in marker colours that the SVG then replaces by style-sheet variables, so that one drawing follows the reader's light or dark theme.
/// </summary>
/// <param name="Variable">Custom property of report.css.</param>
/// <param name="Dash">SVG dash pattern of lines in this colour; null: solid. A second way to tell lines apart, for readers who do not see the first.</param>
internal sealed record Ink(Color Marker, string Variable, string? Dash)
{
    private const string Dashes = "7 3";

    public static Ink Text { get; } = Of("#010101", "--ink");
    public static Ink Axis { get; } = Of("#010102", "--axis");
    public static Ink Grid { get; } = Of("#010103", "--grid");
    public static Ink Muted { get; } = Of("#010104", "--muted-line");
    public static Ink Shade { get; } = Of("#010106", "--shade");
    public static Ink Front { get; } = Of("#010107", "--ink") with { Dash = "2 3" };

    /// <summary>Colours of single trials; every second one is dashed.</summary>
    public static ImmutableArray<Ink> Series { get; } =
        [.. Enumerable.Range(1, 8).Select(i => Of($"#0201{i:x2}", $"--s{i}") with { Dash = i % 2 == 0 ? Dashes : null })];

    private static readonly ImmutableArray<Ink> SolidSeries = [.. Enumerable.Range(1, 8).Select(i => Of($"#0202{i:x2}", $"--s{i}"))];

    public static ImmutableArray<Ink> All { get; } = [Text, Axis, Grid, Muted, Shade, Front, .. Series, .. SolidSeries];

    /// <summary>The same colour for marks that dashes would spoil.</summary>
    public Ink Solid => Series.IndexOf(this) is >= 0 and var index ? SolidSeries[index] : this;

    private static Ink Of(string hex, string variable) => new(Color.FromHex(hex), variable, null);
}
