using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports.Html;

/// <summary>One row per pair of trials that differ in one key, one column per metric.</summary>
internal static class DifferenceTable
{
    private const int MostRows = 120;

    public static void Write(Page page, ComparisonTable table)
    {
        var pairs = table.Differences.GroupBy(difference => (difference.Key, difference.TrialA, difference.TrialB)).Select(group => group.ToArray()).ToArray();
        if (pairs.Length == 0) return;
        var metrics = table.Differences.Select(difference => difference.Metric).Distinct().ToArray();
        page.Markup("<section><h2 id=\"paired\">Paired differences</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"paired\"><table>");
        page.Element("caption", "Change from the first setting to the second on the same seeds, nothing else different: mean with 95 % interval, and effect size (Hedges' g of the paired differences). Bold: told from zero, that is, the interval excludes zero and so does the paired t test after Holm's correction over the pairs of the same key and metric. Else: about how many seeds would resolve a difference of that size."
            + (pairs.Length > MostRows ? $" The first {MostRows} of {pairs.Length} pairs." : ""));
        page.Markup("<thead><tr><th scope=\"col\">Change</th><th scope=\"col\">Everything else</th><th scope=\"col\">Trials</th>");
        foreach (var metric in metrics) page.Markup($"<th scope=\"col\" class=\"n\" title=\"{Page.Encoded(metric)}\">{Page.Encoded(Metrics.Find(metric)?.Title ?? metric)}</th>");
        page.Markup("</tr></thead><tbody>");
        foreach (var pair in pairs.Take(MostRows)) Row(page, pair, metrics);
        page.Markup("</tbody></table></div></section>");
    }

    private static void Row(Page page, PairedDifference[] pair, string[] metrics)
    {
        var first = pair[0];
        var context = first.Context.IsEmpty ? "–" : Format.Settings(first.Context);
        page.Markup($"<tr><th scope=\"row\">{Page.Encoded(first.A)} → {Page.Encoded(first.B)}<small>{Page.Encoded(first.Key)}</small></th><td>{Page.Encoded(context)}</td><td>{first.TrialA} → {first.TrialB}</td>");
        foreach (var metric in metrics) Cell(page, pair.First(difference => difference.Metric == metric));
        page.Markup("</tr>");
    }

    private static void Cell(Page page, PairedDifference difference)
    {
        var percent = difference.Percent;
        if (percent.Count == 0)
        {
            page.Markup(percent.NotFinite > 0 ? "<td class=\"n none\" title=\"the first setting's value is zero or not finite\">no ratio</td>" : "<td class=\"n none\">–</td>");
            return;
        }

        var interval = !percent.HasInterval() ? "one seed" : percent.Low == percent.High ? "all seeds alike" : $"[{Format.Percent(percent.Low)}, {Format.Percent(percent.High)}]";
        var partial = percent.NotFinite > 0 ? $"<small class=\"bad\">{percent.NotFinite} without ratio</small>" : "";
        var mean = percent.Mean == 0 ? "0 %" : Format.Percent(percent.Mean);
        page.Markup($"<td class=\"n{(difference.Contrast is { IsClear: true } ? " clear" : "")}\"{Hint(difference.Contrast)}>{mean}<small>{interval}</small>{Effect(difference.Contrast)}{partial}</td>");
    }

    private static string Hint(Contrast? contrast) => contrast is { PValue: not double.NaN }
        ? $" title=\"{Page.Encoded($"{Format.Probability(contrast.PValue)}, {Format.Probability(contrast.AdjustedPValue)} after Holm's correction")}\"" : "";

    private static string Effect(Contrast? contrast) => contrast switch
    {
        { SeedsNeeded: { } needed } => $"<small>{(double.IsNaN(contrast.Effect) ? "" : $"g {Format.Effect(contrast.Effect)}, ")}≈ {Format.Seeds(needed)}</small>",
        { Effect: var effect } when double.IsFinite(effect) && effect != 0 => $"<small>g {Format.Effect(effect)}</small>",
        _ => "",
    };
}
