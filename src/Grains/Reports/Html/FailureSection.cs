using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>Every failed run with its cause, what it said and what usually helps.</summary>
internal static class FailureSection
{
    private const int MostRows = 50;

    public static void Write(Page page, ComparisonTable table, IReadOnlyCollection<RunRow> runs)
    {
        var failed = runs.Where(run => run.Status == RunStatus.Failed).OrderBy(run => run.Id.TrialNumber).ThenBy(run => run.Id.Replicate).ToArray();
        if (failed.Length == 0) return;
        var trials = table.Trials.ToDictionary(trial => trial.Number);
        page.Markup("<section><h2 id=\"failures\">Failed runs</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"failures\"><table>");
        page.Element("caption", $"{Format.Count(failed.Length, "run", "runs")} ended without a result; a failure is a result about its settings.{(failed.Length > MostRows ? $" The first {MostRows} are shown." : "")}");
        page.Markup("<thead><tr><th scope=\"col\">Trial</th><th scope=\"col\">Settings</th><th scope=\"col\">Seed</th><th scope=\"col\">Cause</th><th scope=\"col\">What happened</th><th scope=\"col\">What usually helps</th></tr></thead><tbody>");
        foreach (var run in failed.Take(MostRows))
        {
            var cause = run.Cause ?? FailureCause.Internal;
            var settings = trials.TryGetValue(run.Id.TrialNumber, out var trial) ? Format.Settings(trial.Assignment) : "–";
            page.Markup($"<tr><th scope=\"row\">{run.Id.TrialNumber}</th><td>{Page.Encoded(settings)}</td><td>{run.Seed}</td><td class=\"bad\">{FailureHints.Name(cause)}<small>{Format.Count(run.Attempts, "attempt", "attempts")}</small></td>"
                + $"<td class=\"text\">{Page.Encoded(run.Message ?? "no message")}</td><td class=\"text\">{Page.Encoded(FailureHints.Hint(cause))}</td></tr>");
        }

        page.Markup("</tbody></table></div></section>");
    }
}
