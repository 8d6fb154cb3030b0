using MathNet.Numerics;
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

    private const int Intervals = 200;

    /// <summary>The smallest number of seeds with <see cref="Wanted"/> power for standardised mean difference <paramref name="effect"/> at the level; null without a finite effect other than zero.</summary>
    public static int? SeedsNeeded(double effect, double level)
    {
        var size = Math.Abs(effect);
        if (!double.IsFinite(size) || size == 0) return null;
        // The normal distribution instead of t asks for two or three seeds too few: the place to start from.
        var start = Math.Pow((Normal.InvCDF(0, 1, 1 - (level / 2)) + Normal.InvCDF(0, 1, Wanted)) / size, 2);
        if (start >= MostSeeds) return MostSeeds;
        var seeds = Math.Max(2, (int)start);
        while (seeds < MostSeeds && Of(size, seeds, level) < Wanted) seeds++;
        while (seeds > 2 && Of(size, seeds - 1, level) >= Wanted) seeds--;
        return seeds;
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
        var logarithm = DensityLogarithm(freedom);
        var sum = 0.0;
        for (var i = 0; i <= Intervals; i++)
        {
            // Simpson's rule.
            var weight = i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2;
            var s = from + (i * width);
            var density = s == 0 && freedom > 1 ? 0 : Math.Exp(logarithm + (freedom == 1 ? 0 : (freedom - 1) * Math.Log(s)) - (freedom * s * s / 2));
            sum += weight * density * Rejection(critical * s, shift);
        }

        return sum * width / 3;
    }

    private static double Rejection(double bound, double shift) => Normal.CDF(0, 1, shift - bound) + Normal.CDF(0, 1, -shift - bound);

    // Of √(χ²(ν)/ν) the density is 2 (ν/2)^(ν/2) / Γ(ν/2) · s^(ν−1) · exp(−ν s²/2).
    private static double DensityLogarithm(int freedom) =>
        Math.Log(2) + (freedom / 2.0 * Math.Log(freedom / 2.0)) - SpecialFunctions.GammaLn(freedom / 2.0);
}
