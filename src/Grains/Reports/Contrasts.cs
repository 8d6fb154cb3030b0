using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>The one rule by which a difference is called one: its paired interval excludes zero, and so does the paired test after Holm's correction.</summary>
internal static class Contrasts
{
    public const double Level = 1 - Estimates.Confidence;

    /// <summary>One contrast per entry; the entries are the comparisons that are made at once and corrected together.</summary>
    public static ImmutableArray<Contrast> Of(IEnumerable<PairedSamples> family)
    {
        var entries = family.Select(samples => (Samples: samples, Test: Test(samples))).ToArray();
        var adjusted = Holm.Adjusted([.. entries.Select(entry => entry.Test.PValue)]);
        var verdicts = entries.Select((entry, i) => Verdict(entry.Test, adjusted[i])).ToArray();
        // The smallest of the p values that are left must pass this level next (Holm's step).
        var step = Level / Math.Max(1, verdicts.Count(verdict => verdict == ContrastVerdict.Unclear));
        return [.. entries.Select((entry, i) => new Contrast(
            Of(entry.Samples.Differences), Of(entry.Samples.Percents), entry.Test.PValue, adjusted[i], entry.Test.Effect, verdicts[i],
            verdicts[i] == ContrastVerdict.Unclear ? SeedsNeeded(entry.Test, step) : null))];
    }

    /// <summary>A comparison that stands alone.</summary>
    public static Contrast Of(PairedSamples samples) => Of([samples])[0];

    // Ratios are alike over seeds where differences are not: seeds that differ tenfold in loss often change by the same percentage.
    private static PairedTest Test(PairedSamples samples) => PairedTest.Of(samples.HasRatios ? samples.Percents : samples.Differences);

    private static Estimate Of(ImmutableArray<double> values) => Estimates.Of(values.Select(value => (double?)value));

    private static ContrastVerdict Verdict(PairedTest test, double adjusted)
    {
        if (test.IsEqual) return ContrastVerdict.Equal;
        if (double.IsNaN(test.PValue)) return ContrastVerdict.Untested;
        if (adjusted >= Level || !test.Difference.ExcludesZero()) return ContrastVerdict.Unclear;
        return test.Difference.Mean < 0 ? ContrastVerdict.Lower : ContrastVerdict.Higher;
    }

    private static int? SeedsNeeded(PairedTest test, double level) =>
        PairedPower.SeedsNeeded(test.Standardised, level) is { } seeds ? Math.Max(seeds, test.Difference.Count + 1) : null;
}
