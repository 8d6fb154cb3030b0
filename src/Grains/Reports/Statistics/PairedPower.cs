using MathNet.Numerics.Distributions;

namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>How many seeds a two-sided paired t test needs to see a difference.</summary>
/// <remarks>
/// Power from the noncentral t distribution (Cohen, Statistical Power Analysis for the Behavioral Sciences, 1988, chapter 2), by integrating over
/// the distribution of the sample deviation: P(|T'| > c) = E over s of Φ(δ − c·s) + Φ(−δ − c·s), s² ~ χ²(ν)/ν, δ = d·√n.
/// </remarks>
internal static class PairedPower
{
    public const double Wanted = 0.8;

    /// <summary>The search ends here; the answer then means "this many or more".</summary>
    public const int MostSeeds = 10_000;

    private const int Intervals = 400;

    /// <summary>The smallest number of seeds with <see cref="Wanted"/> power for standardised mean difference <paramref name="effect"/> at the level; null without a finite effect other than zero.</summary>
    public static int? SeedsNeeded(double effect, double level)
    {
        var size = Math.Abs(effect);
        if (!double.IsFinite(size) || size == 0) return null;
        var (low, high) = (1, 2);
        while (high < MostSeeds && Of(size, high, level) < Wanted) (low, high) = (high, Math.Min(MostSeeds, 2 * high));
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Of(size, middle, level) < Wanted) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>Chance that the test with this many seeds, two or more, rejects "no difference".</summary>
    public static double Of(double effect, int seeds, double level)
    {
        var freedom = seeds - 1;
        var critical = StudentT.InvCDF(0, 1, freedom, 1 - (level / 2));
        var shift = effect * Math.Sqrt(seeds);
        // s = √(χ²/ν) lies within a few standard deviations, 1/√(2ν), of one; the lower end is zero where it reaches that far.
        var reach = 8 / Math.Sqrt(2.0 * freedom);
        var from = Math.Max(0, 1 - reach);
        var width = (1 + reach - from) / Intervals;
        var sum = 0.0;
        for (var i = 0; i <= Intervals; i++)
        {
            // Simpson's rule.
            var weight = i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Density(from + (i * width), freedom) * Rejection(critical * (from + (i * width)), shift);
        }

        return sum * width / 3;
    }

    private static double Rejection(double bound, double shift) => Normal.CDF(0, 1, shift - bound) + Normal.CDF(0, 1, -shift - bound);

    // Of √(χ²(ν)/ν): 2·ν·s times the χ² density at ν·s².
    private static double Density(double s, int freedom)
    {
        if (s == 0) return freedom == 1 ? Math.Sqrt(2 / Math.PI) : 0;
        return Math.Exp(ChiSquared.PDFLn(freedom, freedom * s * s)) * 2 * freedom * s;
    }
}
