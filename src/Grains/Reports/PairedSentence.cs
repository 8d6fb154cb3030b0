using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>The first key's first two values against each other, over all settings where nothing else differs.</summary>
internal static class PairedSentence
{
    public static string Of(Measures measures, ImmutableArray<SettingPair> pairs)
    {
        var usable = pairs.Where(pair => !pair.PercentBySeed(Metrics.Seconds).IsEmpty).ToArray();
        if (usable.Length == 0) return "No two trials with completed runs on the same seed differ in one key only, so no paired comparison can be made.";
        var first = usable[0];
        var same = WithMostSeeds(usable.Where(pair => pair.Key == first.Key && pair.ValueA == first.ValueA && pair.ValueB == first.ValueB));
        var parts = measures.Compared.Select(metric => (Metric: metric, Percent: OverSettings(same, metric))).Where(part => part.Percent.Count > 0).ToArray();
        var clear = parts.Where(part => ExcludesZero(part.Percent)).Select(part => $"{part.Metric.Name} by {Format.PercentInterval(part.Percent)}").ToArray();
        var unclear = parts.Where(part => !ExcludesZero(part.Percent)).Select(part => Unclear(part.Metric, part.Percent)).ToArray();
        var a = first.ValueA.Label;
        var b = first.ValueB.Label;
        var seeds = parts.Max(part => part.Percent.Count);
        var basis = $"paired by {Format.Count(seeds, "seed", "seeds")} and averaged over {Format.Count(same.Length, "setting", "settings")} that differ in {first.Key} only";
        var changed = clear.Length == 0 ? "changes no measure by an amount that its interval tells from zero" : $"changes {Join(clear)}";
        return unclear.Length == 0
            ? $"Against {a}, {b} {changed} ({basis})."
            : $"Against {a}, {b} {changed}; not told from zero: {Join(unclear)} ({basis}).";
    }

    // One failed run must not cost the other settings a seed: those that have fewer stand aside, and the table still shows them.
    private static ImmutableArray<SettingPair> WithMostSeeds(IEnumerable<SettingPair> pairs) =>
        [.. pairs.GroupBy(pair => string.Join(' ', pair.PercentBySeed(Metrics.Seconds).Keys)).MaxBy(group => group.First().PercentBySeed(Metrics.Seconds).Count)!];

    // The seed is what is repeated; settings of one seed are not independent, so they are averaged before the interval is taken.
    private static Estimate OverSettings(ImmutableArray<SettingPair> pairs, Metric metric)
    {
        var maps = pairs.Select(pair => pair.PercentBySeed(metric)).Where(map => map.Values.All(double.IsFinite) && !map.IsEmpty).ToArray();
        if (maps.Length == 0) return Estimates.None;
        var shared = maps[0].Keys.Where(seed => maps.All(map => map.ContainsKey(seed)));
        return Estimates.Of(shared.Select(seed => (double?)maps.Average(map => map[seed])));
    }

    private static bool ExcludesZero(Estimate percent) => percent.HasInterval() && (percent.Low > 0 || percent.High < 0);

    private static string Unclear(Metric metric, Estimate percent) => percent switch
    {
        { Mean: 0, Low: 0, High: 0 } => $"{metric.Name} (equal)",
        _ when percent.HasInterval() => $"{metric.Name} ({Format.PercentInterval(percent)})",
        _ => $"{metric.Name} ({Format.Percent(percent.Mean)}, one seed)",
    };

    private static string Join(string[] parts) => parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
