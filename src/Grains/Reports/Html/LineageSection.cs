using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>Who went on with whose parameters in a population, when, and with which values.</summary>
internal static class LineageSection
{
    private const int MostRows = 200;

    public static void Write(Page page, ComparisonTable table)
    {
        var lineage = table.Lineage;
        if (lineage.IsEmpty) return;
        page.Markup("<section><h2 id=\"lineage\">Lineage</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"lineage\"><table>");
        page.Element("caption", $"{Format.Count(lineage.Length, "time", "times")} a trial went on with the parameters of another and with changed values. "
            + $"The settings in all other tables are those that trials began with.{(lineage.Length > MostRows ? $" The first {MostRows} are shown." : "")}");
        page.Markup("<thead><tr><th scope=\"col\">Iteration</th><th scope=\"col\">Trial</th><th scope=\"col\">Parameters of trial</th><th scope=\"col\">Values before and after</th></tr></thead><tbody>");
        foreach (var row in lineage.Take(MostRows))
            page.Markup($"<tr><td>{row.Iteration.ToString(CultureInfo.InvariantCulture)}</td><th scope=\"row\">{row.Trial}</th><td>{row.Source}</td><td class=\"text\">{Page.Encoded(Changes(row))}</td></tr>");
        page.Markup("</tbody></table></div></section>");
    }

    private static string Changes(Inheritance row) => row.Changes.IsEmpty ? "unchanged" : string.Join(" · ", row.Changes.Select(Change));

    private static string Change(SettingChange change) => $"{change.Path} {change.Before?.Label ?? "–"} → {change.After?.Label ?? "–"}";
}
