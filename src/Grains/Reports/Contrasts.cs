using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>The one rule by which a difference is called one: its paired interval excludes zero, and so does the paired test after Holm's correction.</summary>
internal static class Contrasts
{
    public const double Level = 1 - Estimates.Confidence;

    /// <summary>One contrast per entry; the entries are the comparisons that are made at once and corrected together.</summary>
    public static ImmutableArray<Contrast> Of(IEnumerable<PairedSamples> family) => [.. Judge(family).Select(judged => judged.Contrast())];

    /// <summary>The verdicts alone: for families so large that nobody reads all of their contrasts.</summary>
    public static ImmutableArray<Judged> Judge(IEnumerable<PairedSamples> family)
    {
        var entries = family.Select(samples => (Samples: samples, Test: Test(samples))).ToArray();
        var adjusted = Holm.Adjusted([.. entries.Select(entry => entry.Test.PValue)]);
        var verdicts = entries.Select((entry, i) => Verdict(entry.Test, adjusted[i])).ToArray();
        // The smallest of the p values that are left must pass this level next (Holm's step).
        var step = Level / Math.Max(1, verdicts.Count(verdict => verdict == ContrastVerdict.Unclear));
        return [.. entries.Select((entry, i) => new Judged(entry.Samples, entry.Test, adjusted[i], verdicts[i], step))];
    }

    /// <summary>A comparison that stands alone.</summary>
    public static Contrast Of(PairedSamples samples) => Of([samples])[0];

    // Ratios are alike over seeds where differences are not: seeds that differ tenfold in loss often change by the same percentage.
    private static PairedTest Test(PairedSamples samples) => PairedTest.Of(samples.HasRatios ? samples.Percents : samples.Differences);

    private static ContrastVerdict Verdict(PairedTest test, double adjusted)
    {
        if (test.IsEqual) return ContrastVerdict.Equal;
        if (double.IsNaN(test.PValue)) return ContrastVerdict.Untested;
        if (adjusted >= Level || !test.Difference.ExcludesZero()) return ContrastVerdict.Unclear;
        return test.Difference.Mean < 0 ? ContrastVerdict.Lower : ContrastVerdict.Higher;
    }
}

/// <summary>A comparison with its verdict.</summary>
/// <param name="Step">The level that the p value had to pass, or must pass next.</param>
internal sealed record Judged(PairedSamples Samples, PairedTest Test, double AdjustedPValue, ContrastVerdict Verdict, double Step)
{
    public bool IsClear => Verdict is ContrastVerdict.Lower or ContrastVerdict.Higher;

    /// <summary>With intervals and the number of seeds it would take, which are the costly part.</summary>
    public Contrast Contrast() => new(
        Of(Samples.Differences), Of(Samples.Percents), Test.PValue, AdjustedPValue, Test.Effect, Verdict, Verdict == ContrastVerdict.Unclear ? SeedsNeeded() : null);

    private static Estimate Of(ImmutableArray<double> values) => Estimates.Of(values.Select(value => (double?)value));

    private int? SeedsNeeded() => PairedPower.SeedsNeeded(Test.Standardised, Step) is { } seeds ? Math.Max(seeds, Test.Difference.Count + 1) : null;
}
