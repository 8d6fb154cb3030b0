using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports;

/// <summary>The first key's first two values against each other, over all settings where nothing else differs.</summary>
internal static class PairedSentence
{
    public static string Of(Measures measures, ImmutableArray<SettingPair> pairs)
    {
        var usable = pairs.Where(pair => SeedsOf(pair).Length > 0).ToArray();
        if (usable.Length == 0) return "No two trials with completed runs on the same seed differ in one key only, so no paired comparison can be made.";
        var first = usable[0];
        var same = WithMostSeeds(usable.Where(pair => pair.Key == first.Key && pair.ValueA == first.ValueA && pair.ValueB == first.ValueB));
        var parts = measures.Compared.Select(metric => new Part(metric, OverSettings(same, metric))).Where(part => part.Contrast.Seeds > 0).ToArray();
        var clear = parts.Where(part => part.Contrast.IsClear).Select(part => $"{part.Metric.Name} by {Format.PercentInterval(part.Contrast.Percent)}").ToArray();
        var unclear = parts.Where(part => !part.Contrast.IsClear).Select(Unclear).ToArray();
        var seeds = parts.Max(part => part.Contrast.Seeds);
        var basis = $"paired by {Format.Count(seeds, "seed", "seeds")} and averaged over {Format.Count(same.Length, "setting", "settings")} that differ in {first.Key} only";
        var changed = clear.Length == 0 ? "changes no measure by an amount that its interval tells from zero" : $"changes {Join(clear)}";
        return unclear.Length == 0
            ? $"Against {first.ValueA.Label}, {first.ValueB.Label} {changed} ({basis})."
            : $"Against {first.ValueA.Label}, {first.ValueB.Label} {changed}; not told from zero: {Join(unclear)} ({basis}).";
    }

    private sealed record Part(Metric Metric, Contrast Contrast);

    private static ImmutableArray<ulong> SeedsOf(SettingPair pair) => pair.Samples(Metrics.Seconds).Seeds;

    // One failed run must not cost the other settings a seed: those that have fewer stand aside, and the table still shows them.
    private static ImmutableArray<SettingPair> WithMostSeeds(IEnumerable<SettingPair> pairs) =>
        [.. pairs.GroupBy(pair => string.Join(' ', SeedsOf(pair))).MaxBy(group => SeedsOf(group.First()).Length)!];

    private static Contrast OverSettings(ImmutableArray<SettingPair> pairs, Metric metric) =>
        Contrasts.Of(PairedSamples.Average([.. pairs.Select(pair => pair.Samples(metric)).Where(samples => samples.HasRatios)]));

    private static string Unclear(Part part) => part.Contrast switch
    {
        { Verdict: ContrastVerdict.Equal } => $"{part.Metric.Name} (equal)",
        { Verdict: ContrastVerdict.Untested } => $"{part.Metric.Name} ({Format.Percent(part.Contrast.Percent.Mean)}, one seed)",
        { SeedsNeeded: { } needed } => $"{part.Metric.Name} ({Format.PercentInterval(part.Contrast.Percent)}; about {Format.Seeds(needed)} would tell)",
        _ => $"{part.Metric.Name} ({Format.PercentInterval(part.Contrast.Percent)})",
    };

    private static string Join(string[] parts) => parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
