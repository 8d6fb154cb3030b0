using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Figures;
using Orchestrator.Grains.Reports.Html;

namespace Orchestrator.Grains.Reports;

/// <summary>The report of a sweep as one HTML document that needs no network. Same rows, same bytes.</summary>
internal static class ReportBuilder
{
    // Nothing may be fetched, whatever a name in the sweep contains; styles and the sorting script are inline.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    public static string Html(
        SweepRow sweep, ComparisonTable table, IReadOnlyCollection<TrialRow> trials, IReadOnlyCollection<RunRow> runs, IEnumerable<ObservationRow> observations)
    {
        var figures = ReportFigures.Of(sweep.Spec, table, TrialHistory.Of(trials, runs), observations);
        var page = new Page();
        page.Markup("<!doctype html>").Markup("<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Element("title", $"{sweep.Name} – sweep report")
            .Markup($"<style>{Resources.Text("Html.report.css")}</style></head><body>");
        HeaderSection.Write(page, sweep, table, runs);
        page.Markup("<main>");
        List(page, "What it says", "reading", table.Reading);
        TrialTable.Write(page, table);
        FigureSection.Write(page, figures);
        FrontTable.Write(page, table);
        DifferenceTable.Write(page, table);
        LineageSection.Write(page, table);
        FailureSection.Write(page, table, runs);
        StoppedSection.Write(page, table, runs);
        List(page, "Before you trust it", "notes", table.Notes);
        page.Markup("</main>")
            .Element("footer", $"Sweep {sweep.Id}. Every observation behind this page: orchestrator export {sweep.Id} --format csv")
            .Markup($"<script>{Resources.Text("Html.report.js")}</script></body></html>");
        return page.ToString();
    }

    private static void List(Page page, string title, string cssClass, IReadOnlyCollection<string> items)
    {
        if (items.Count == 0) return;
        page.Markup($"<section><h2>{title}</h2><ul class=\"{cssClass}\">");
        foreach (var item in items) page.Markup($"<li>{Page.Encoded(item).Replace(" %", "&#160;%", StringComparison.Ordinal)}</li>");
        page.Markup("</ul></section>");
    }
}
