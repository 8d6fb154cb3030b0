using System.Collections.Immutable;
using System.Net;
using System.Text;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Silo.Web;

/// <summary>The start page: the sweeps of the ledger, newest first, each with its report.</summary>
internal static class StatusPage
{
    private const string Head = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Orchestrator</title>
        <style>
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        </style>
        </head>
        <body>
        <h1>Sweeps</h1>
        """;

    public static string Render(ImmutableArray<SweepListing> sweeps)
    {
        var page = new StringBuilder(Head);
        if (sweeps.IsEmpty) page.AppendLine("<p>None yet. Start one with <code>orchestrator run FILE</code>.</p>");
        else AppendTable(page, sweeps);
        return page.AppendLine("</body>").AppendLine("</html>").ToString();
    }

    private static void AppendTable(StringBuilder page, ImmutableArray<SweepListing> sweeps)
    {
        page.AppendLine("<table><thead><tr><th>Sweep</th><th>Status</th><th class=\"number\">Runs</th><th class=\"number\">Failed</th><th>Submitted (UTC)</th><th></th></tr></thead><tbody>");
        foreach (var sweep in sweeps)
        {
            var runs = sweep.ExpectedRuns is { } expected ? $"{sweep.Finished} of {expected}" : $"{sweep.Finished}";
            page.AppendLine($"<tr><td>{Text(sweep.Name)}<br><small>{Text(sweep.Id)}</small></td><td>{sweep.Status}</td><td class=\"number\">{runs}</td><td class=\"number\">{sweep.Failed}</td>"
                + $"<td>{sweep.SubmittedAt.UtcDateTime:yyyy-MM-dd HH:mm}</td><td><a href=\"/sweeps/{Uri.EscapeDataString(sweep.Id)}/report\">report</a></td></tr>");
        }

        page.AppendLine("</tbody></table>");
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
