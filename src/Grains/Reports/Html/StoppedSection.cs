using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>Every run that was stopped early, how far it had come and why.</summary>
internal static class StoppedSection
{
    private const int MostRows = 50;

    public static void Write(Page page, ComparisonTable table, IReadOnlyCollection<RunRow> runs)
    {
        var stopped = runs.Where(run => run.Status == RunStatus.Pruned).OrderBy(run => run.Id.TrialNumber).ThenBy(run => run.Id.Replicate).ToArray();
        if (stopped.Length == 0) return;
        var trials = table.Trials.ToDictionary(trial => trial.Number);
        page.Markup("<section><h2 id=\"stopped\">Runs stopped early</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"stopped\"><table>");
        page.Element("caption", $"{Format.Count(stopped.Length, "run", "runs")} did not get the whole training.{(stopped.Length > MostRows ? $" The first {MostRows} are shown." : "")}");
        page.Markup("<thead><tr><th scope=\"col\">Trial</th><th scope=\"col\">Settings</th><th scope=\"col\">Seed</th><th scope=\"col\">Iterations</th><th scope=\"col\">Why</th></tr></thead><tbody>");
        foreach (var run in stopped.Take(MostRows))
        {
            var settings = trials.TryGetValue(run.Id.TrialNumber, out var trial) ? Format.Settings(trial.Assignment) : "–";
            page.Markup($"<tr><th scope=\"row\">{run.Id.TrialNumber}</th><td>{Page.Encoded(settings)}</td><td>{run.Seed}</td><td>{run.Last?.Iteration ?? 0}</td>"
                + $"<td class=\"text\">{Page.Encoded(run.Message ?? "no reason was given")}</td></tr>");
        }

        page.Markup("</tbody></table></div></section>");
    }
}
