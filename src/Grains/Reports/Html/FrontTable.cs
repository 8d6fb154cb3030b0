using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>The front of the objectives with how sure each trial's place on it is.</summary>
internal static class FrontTable
{
    private const int MostRows = 40;

    // Rarer than this a trial is no contender.
    private const double LeastProbability = 0.05;

    public static void Write(Page page, ComparisonTable table)
    {
        if (table.Objectives.Length < 2) return;
        ImmutableArray<TrialSummary> members = [.. table.Trials.Where(trial => trial.ParetoOptimal || trial.FrontProbability >= LeastProbability)
            .OrderByDescending(trial => trial.ParetoOptimal).ThenByDescending(trial => trial.FrontProbability).ThenBy(trial => trial.Number)];
        if (members.IsEmpty) return;
        var known = members.Any(trial => trial.FrontProbability is not null);
        page.Markup("<section><h2 id=\"front\">Pareto front</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"front\"><table>");
        page.Element("caption", (known
                ? "★ on the front of the means. Probability: share of the bootstrap samples of the seeds in which the trial is on the front; trials off the front are listed from 5 %."
                : "★ on the front of the means. With one seed it cannot be said how sure it is.")
            + (members.Length > MostRows ? $" The first {MostRows} of {members.Length}." : ""));
        page.Markup("<thead><tr><th scope=\"col\">Trial</th><th scope=\"col\">Settings</th>");
        foreach (var objective in table.Objectives) page.Markup($"<th scope=\"col\" class=\"n\">{Page.Encoded(Metrics.Find(objective.Metric)?.Title ?? objective.Metric)}</th>");
        page.Markup("<th scope=\"col\" class=\"n\">On the front</th></tr></thead><tbody>");
        foreach (var trial in members.Take(MostRows)) Row(page, table, trial);
        page.Markup("</tbody></table></div></section>");
    }

    private static void Row(Page page, ComparisonTable table, TrialSummary trial)
    {
        page.Markup($"<tr><th scope=\"row\">{trial.Number}{(trial.ParetoOptimal ? " <span class=\"star\">★</span>" : "")}</th><td>{Page.Encoded(Format.Settings(trial.Assignment))}</td>");
        for (var i = 0; i < table.Objectives.Length; i++)
        {
            var unit = Metrics.Find(table.Objectives[i].Metric)?.Unit ?? MetricUnit.None;
            var interval = Format.Interval(trial.Objectives[i], unit) is { Length: > 0 } text ? $"<small>{text}</small>" : "";
            page.Markup($"<td class=\"n\">{Format.Value(trial.Objectives[i].Mean, unit)}{interval}</td>");
        }

        page.Markup($"<td class=\"n\">{(trial.FrontProbability is null ? "–" : FrontSentence.Share(trial))}</td></tr>");
    }
}
