using System.Text.RegularExpressions;
using ScottPlot;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>A plot as SVG that can stand in a page beside others: same bytes for the same plot, ids of its own, colours of the page.</summary>
internal static partial class FigureSvg
{
    // ScottPlot's font and typeface caches are not documented as safe for several threads.
    private static readonly Lock Drawing = new();

    /// <param name="id">Prefix of every id inside, unique on the page.</param>
    /// <param name="description">What the figure shows, for readers who do not see it. Plain text.</param>
    public static string Of(Plot plot, string id, int width, int height, string description)
    {
        string svg;
        lock (Drawing) svg = plot.GetSvgXml(width, height);
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        svg = OpeningTag().Replace(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" style="max-width:{width}px" role="img" aria-label="{System.Net.WebUtility.HtmlEncode(description)}">""", 1);
        svg = Whitespace().Replace(svg, match => match.Value.StartsWith('>') && match.Value.EndsWith('<') ? "><" : match.Value.Trim());
        svg = Recoloured(WithOwnIds(svg, id));
        return FontFamily().Replace(svg, "").Trim();
    }

    // Clip ids come from a counter of the whole process.
    private static string WithOwnIds(string svg, string prefix)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        return ClipId().Replace(svg, match =>
        {
            if (!ids.TryGetValue(match.Value, out var own)) ids[match.Value] = own = $"{prefix}-c{ids.Count}";
            return own;
        });
    }

    private static string Recoloured(string svg)
    {
        foreach (var ink in Ink.All)
        {
            var marker = ink.Marker.ToHex().ToLowerInvariant();
            var dash = ink.Dash is null ? "" : $" stroke-dasharray=\"{ink.Dash}\"";
            svg = svg.Replace($"stroke=\"{marker}\"", $"stroke=\"var({ink.Variable})\"{dash}", StringComparison.OrdinalIgnoreCase)
                .Replace($"fill=\"{marker}\"", $"fill=\"var({ink.Variable})\"", StringComparison.OrdinalIgnoreCase);
        }

        return svg;
    }

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex OpeningTag();

    [GeneratedRegex(@"cl_[0-9a-z]+")]
    private static partial Regex ClipId();

    [GeneratedRegex(@">\s+<|(?<=>)\s+|\s+(?=<)")]
    private static partial Regex Whitespace();

    // The style sheet names the family for all figures at once.
    [GeneratedRegex(" font-family=\"[^\"]*\"| stroke-miterlimit=\"4\"|(?<= [xy]=\"[^\"]*), (?=\")")]
    private static partial Regex FontFamily();
}
