using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>What a comparison allows to be said. A side is called better only where the difference is told from none; otherwise it says what it would take.</summary>
internal static class VerdictSentences
{
    public static ImmutableArray<string> Of(
        ImmutableArray<Side> sides, ImmutableArray<MeasuredObjective> metrics, ImmutableArray<ArmContrast> together, ImmutableArray<ArmContrast> bySetting)
    {
        var told = metrics.Select(metric => (Metric: metric, Contrasts: together.Where(contrast => contrast.Metric == metric.Metric.Name).ToArray()));
        return sides.Length == 2
            ? [.. told.Select(entry => OfTwo(sides, entry.Metric, entry.Contrasts[0], bySetting)).OfType<string>()]
            : [.. told.Select(entry => OfMany(sides, entry.Metric, entry.Contrasts)).OfType<string>()];
    }

    private static string? OfTwo(ImmutableArray<Side> sides, MeasuredObjective metric, ArmContrast contrast, ImmutableArray<ArmContrast> bySetting)
    {
        if (contrast.Contrast.Seeds == 0) return null;
        var cells = bySetting.Where(cell => cell.Metric == metric.Metric.Name).ToArray();
        var settings = cells.Length == 0 ? "" : $" Setting by setting: lower in {Count(cells, ContrastVerdict.Lower)}, higher in {Count(cells, ContrastVerdict.Higher)}, equal in {Count(cells, ContrastVerdict.Equal)}, not told in {cells.Length - cells.Count(cell => cell.Contrast.IsClear || cell.Contrast.Verdict == ContrastVerdict.Equal)} of {cells.Length}.";
        var over = contrast.Averaged > 1 ? $", averaged over {contrast.Averaged} settings" : "";
        return $"{metric.Metric.Name}: {Verdict(sides[0], sides[1], metric, contrast.Contrast)}{over}.{settings}";
    }

    private static int Count(ArmContrast[] cells, ContrastVerdict verdict) => cells.Count(cell => cell.Contrast.Verdict == verdict);

    private static string Verdict(Side a, Side b, MeasuredObjective metric, Contrast contrast)
    {
        var seeds = Format.Count(contrast.Seeds, "seed", "seeds");
        return contrast.Verdict switch
        {
            ContrastVerdict.Equal => $"{b.Label} and {a.Label} are equal in {(contrast.Seeds == 1 ? "the one seed" : $"all {seeds}")}",
            ContrastVerdict.Untested => $"cannot tell with {seeds}: {b.Label} − {a.Label} is {Change(contrast, metric.Metric)}, and a test needs two finite values or more",
            ContrastVerdict.Unclear => $"cannot tell with {seeds}: {b.Label} − {a.Label} is {Change(contrast, metric.Metric)} ({Format.Probability(contrast.AdjustedPValue)})"
                + (contrast.SeedsNeeded is { } needed ? $"; about {Format.Seeds(needed)} would resolve it" : ""),
            var clear => $"{b.Label} is {(clear == ContrastVerdict.Lower ? "lower" : "higher")} than {a.Label}, which is {(metric.Cost(clear == ContrastVerdict.Lower ? -1 : 1) < 0 ? "better" : "worse")}: {Change(contrast, metric.Metric)} on {seeds} ({Test(contrast)})",
        };
    }

    private static string Test(Contrast contrast) => double.IsFinite(contrast.Effect) ? $"{Format.Probability(contrast.AdjustedPValue)}, g {Format.Effect(contrast.Effect)}" : "the same in every seed";

    private static string Change(Contrast contrast, Metric metric) => contrast.Percent is { NotFinite: 0, Count: > 0 }
        ? Format.PercentInterval(contrast.Percent)
        : Format.SignedInterval(contrast.Difference, metric.Unit);

    private static string? OfMany(ImmutableArray<Side> sides, MeasuredObjective metric, ArmContrast[] contrasts)
    {
        var ranked = sides.Where(side => side.Trial is not null).Select(side => (side, Cost: side.Trial!.Costs([metric])?[0])).Where(entry => entry.Cost is not null).OrderBy(entry => entry.Cost).ToArray();
        if (ranked.Length < 2) return null;
        var leader = ranked[0].side;
        var others = ranked.Skip(1).Select(entry => (entry.side, Contrast: Between(contrasts, leader, entry.side))).ToArray();
        var mean = Reading.MeanWithInterval(leader.Trial!.Estimate(metric.Metric), metric.Metric);
        var equal = others.Where(other => other.Contrast.Verdict == ContrastVerdict.Equal).Select(other => other.side.Label).ToArray();
        var open = others.Where(other => !other.Contrast.IsClear && other.Contrast.Verdict != ContrastVerdict.Equal).ToArray();
        if (open.Length == 0)
            return equal.Length > 0
                ? $"{metric.Metric.Name}: {string.Join(", ", equal.Prepend(leader.Label))} are equal, {mean}{(equal.Length == others.Length ? "" : $", the {metric.Superlative}, told from the others")}."
                : $"{metric.Metric.Name}: {leader.Label} is the {metric.Superlative}, {mean}, told from each of the {others.Length} others ({Format.Probability(others.Max(other => other.Contrast.AdjustedPValue))} at most).";
        var needed = open[0].Contrast.SeedsNeeded is { } seeds ? $"; about {Format.Seeds(seeds)} would resolve a difference like that to {open[0].side.Label}" : "";
        return $"{metric.Metric.Name}: cannot tell a winner. {leader.Label} has the {metric.Superlative} mean, {mean}, but is not told from {string.Join(", ", open.Select(other => other.side.Label))}{needed}.";
    }

    private static Contrast Between(ArmContrast[] contrasts, Side one, Side other) =>
        contrasts.First(contrast => (contrast.A == one.Position && contrast.B == other.Position) || (contrast.A == other.Position && contrast.B == one.Position)).Contrast;
}
