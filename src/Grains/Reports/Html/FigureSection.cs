using System.Collections.Immutable;
using Orchestrator.Grains.Reports.Figures;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>Figures with their legends and captions.</summary>
internal static class FigureSection
{
    public static void Write(Page page, FigureSet figures)
    {
        if (!figures.Comparison.IsEmpty)
        {
            page.Markup("<section><h2>Figures</h2>");
            Legend(page, figures.Legend);
            page.Markup("<div class=\"figures\">");
            foreach (var figure in figures.Comparison) Write(page, figure, figure.Wide ? TimeFigure.Legend : []);
            page.Markup("</div></section>");
        }

        if (!figures.Importance.IsEmpty)
        {
            page.Markup("<section><h2>Importance of the settings</h2>")
                .Element("p", "How much of what the metric varies over the whole space each key decides: functional analysis of variance of a random forest.");
            Legend(page, ImportanceFigures.Legend);
            page.Markup("<div class=\"figures\">");
            foreach (var figure in figures.Importance) Write(page, figure, []);
            page.Markup("</div></section>");
        }

        if (figures.Fit.IsEmpty) return;
        page.Markup("<section><h2>Fit of the best trial</h2><div class=\"figures\">");
        foreach (var figure in figures.Fit) Write(page, figure, []);
        page.Markup("</div></section>");
    }

    private static void Write(Page page, Figure figure, ImmutableArray<LegendEntry> legend)
    {
        page.Markup($"<figure id=\"{figure.Id}\"{(figure.Wide ? " class=\"wide\"" : "")}>").Element("h3", figure.Title);
        Legend(page, legend);
        page.Markup($"<div class=\"plot\">{figure.Svg}</div>").Element("figcaption", figure.Caption).Markup("</figure>");
    }

    private static void Legend(Page page, ImmutableArray<LegendEntry> entries)
    {
        if (entries.IsEmpty) return;
        page.Markup("<ul class=\"legend\">");
        foreach (var entry in entries)
        {
            var dash = entry.Ink.Dash is null ? "" : $" stroke-dasharray=\"{entry.Ink.Dash}\"";
            page.Markup($"<li><svg viewBox=\"0 0 28 10\" aria-hidden=\"true\"><path d=\"M0 5H28\" stroke=\"var({entry.Ink.Variable})\" stroke-width=\"3\"{dash}/></svg>{Page.Encoded(entry.Text)}</li>");
        }

        page.Markup("</ul>");
    }
}
