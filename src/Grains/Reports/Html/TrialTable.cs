using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>One row per trial.</summary>
internal static class TrialTable
{
    /// <summary>A page with more rows is no longer read; the export holds all.</summary>
    public const int MostRows = 300;

    public static void Write(Page page, ComparisonTable table)
    {
        if (table.Trials.IsEmpty) return;
        var shown = Shown(table);
        page.Markup("<section><h2 id=\"trials\">Trials</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"trials\"><table class=\"sortable\">");
        page.Element("caption", Caption(table, shown.Length));
        var objectives = table.Objectives.Select(objective => Metrics.Find(objective.Metric) ?? new Metric(objective.Metric, objective.Metric, MetricUnit.None, _ => null)).ToArray();
        page.Markup("<thead><tr>");
        Heading(page, "Trial", "number", "");
        foreach (var key in table.Keys) Heading(page, Format.Heading(key), "text", key);
        for (var i = 0; i < objectives.Length; i++) Heading(page, objectives[i].Title, "number", $"{table.Objectives[i].Goal.ToString().ToLowerInvariant()} {objectives[i].Name}");
        foreach (var column in Columns) Heading(page, column.Metric.Title, "number", column.Metric.Name);
        page.Markup("<th scope=\"col\">Runs</th></tr></thead><tbody>");
        foreach (var trial in shown) Row(page, table, trial, objectives);
        page.Markup("</tbody></table></div></section>");
    }

    private static ImmutableArray<(Metric Metric, Func<TrialSummary, Estimate> Read)> Columns { get; } =
    [
        (Metrics.NfeForward, trial => trial.NfeForward),
        (Metrics.NfeBackward, trial => trial.NfeBackward),
        (Metrics.Seconds, trial => trial.WallSeconds),
        (Metrics.PeakMemory, trial => trial.PeakBytes),
    ];

    private static ImmutableArray<TrialSummary> Shown(ComparisonTable table)
    {
        if (table.Trials.Length <= MostRows) return table.Trials;
        var sign = table.Objectives[0].Goal == Goal.Maximize ? -1 : 1;
        return [.. table.Trials
            .OrderByDescending(trial => trial.ParetoOptimal)
            .ThenBy(trial => double.IsNaN(trial.Objectives[0].Mean) || trial.Objectives[0].NotFinite > 0 ? double.PositiveInfinity : sign * trial.Objectives[0].Mean)
            .ThenBy(trial => trial.Number).Take(MostRows)];
    }

    private static string Caption(ComparisonTable table, int shown)
    {
        var front = table.Trials.Count(trial => trial.ParetoOptimal);
        var text = front == 0 ? "No trial can be ranked." : table.Objectives.Length == 1
            ? $"★ best mean {table.Objectives[0].Metric}: {Format.Count(front, "trial", "trials")}."
            : $"★ on the Pareto front of {string.Join(" and ", table.Objectives.Select(objective => objective.Metric))}: {Format.Count(front, "trial", "trials")}.";
        return $"{text} Means over completed seeds with 95 % intervals below."
            + (shown < table.Trials.Length ? $" The front and the best {shown} of {table.Trials.Length} trials are shown; the export holds all." : "");
    }

    private static void Heading(Page page, string text, string sort, string hint)
    {
        var title = hint.Length > 0 ? $" title=\"{Page.Encoded(hint)}\"" : "";
        page.Markup($"<th scope=\"col\" data-sort=\"{sort}\"{(sort == "number" && text != "Trial" ? " class=\"n\"" : "")}{title}><button type=\"button\">{Page.Encoded(text)}</button></th>");
    }

    private static void Row(Page page, ComparisonTable table, TrialSummary trial, Metric[] objectives)
    {
        page.Markup($"<tr{(trial.ParetoOptimal ? " class=\"front\"" : "")}><th scope=\"row\" data-value=\"{trial.Number}\">{trial.Number}{(trial.ParetoOptimal ? " <span class=\"star\" title=\"Pareto optimal\">★</span>" : "")}</th>");
        foreach (var key in table.Keys) Setting(page, trial.Assignment.FirstOrDefault(assigned => assigned.Path == key)?.Value);
        for (var i = 0; i < objectives.Length; i++) Cell(page, trial.Objectives[i], objectives[i].Unit);
        foreach (var column in Columns) Cell(page, column.Read(trial), column.Metric.Unit);
        page.Markup($"<td class=\"runs\">{Runs(trial)}</td></tr>");
    }

    private static void Setting(Page page, ParameterValue? value)
    {
        var sort = value switch
        {
            ParameterValue.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            null => "",
            _ => value.Display,
        };
        page.Markup(value is null ? "<td class=\"none\" data-value=\"\">–</td>" : $"<td data-value=\"{Page.Encoded(sort)}\">{Page.Encoded(value.Label)}</td>");
    }

    private static void Cell(Page page, Estimate estimate, MetricUnit unit)
    {
        var bad = estimate.NotFinite > 0 ? $"<small class=\"bad\">{estimate.NotFinite} × NaN or ∞</small>" : "";
        var interval = Format.Interval(estimate, unit) is { Length: > 0 } text && estimate.Low != estimate.High ? $"<small>{text}</small>" : "";
        var value = estimate.NotFinite > 0 ? "" : estimate.Mean.ToString("R", CultureInfo.InvariantCulture);
        page.Markup(estimate.Count == 0
            ? $"<td class=\"n none\" data-value=\"\">–{bad}</td>"
            : $"<td class=\"n\" data-value=\"{value}\">{Format.Value(estimate.Mean, unit)}{interval}{bad}</td>");
    }

    private static string Runs(TrialSummary trial)
    {
        var failures = trial.Failures.OrderBy(entry => entry.Key).Select(entry => $"<small class=\"bad\">{entry.Value} × {FailureHints.Name(entry.Key)}</small>");
        var pruned = trial.Pruned > 0 ? $"<small>{trial.Pruned} stopped early</small>" : "";
        var unfinished = trial.Unfinished > 0 ? $"<small>{trial.Unfinished} without result</small>" : "";
        return $"{trial.Completed} of {trial.Replicates}{string.Concat(failures)}{pruned}{unfinished}";
    }
}
