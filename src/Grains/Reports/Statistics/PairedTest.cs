using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>What differences taken seed by seed say before they are corrected for the number of comparisons.</summary>
/// <param name="PValue">Of the two-sided paired t test; 0 where all seeds show the same difference, NaN with fewer than two seeds.</param>
/// <param name="Effect">Hedges' g of the paired differences: Cohen's d_z times the correction for few seeds; infinite where all seeds show the same difference.</param>
/// <param name="Standardised">d_z itself: mean over standard deviation of the differences.</param>
internal sealed record PairedTest(Estimate Difference, double PValue, double Effect, double Standardised)
{
    public static PairedTest None { get; } = new(Estimates.None, double.NaN, double.NaN, double.NaN);

    /// <summary>All seeds agree that nothing changes.</summary>
    public bool IsEqual => Difference is { Count: > 0, NotFinite: 0, Mean: 0 } && (Difference.Count == 1 || Difference is { Low: 0, High: 0 });

    public static PairedTest Of(IReadOnlyCollection<double> differences)
    {
        var estimate = Estimates.Of(differences.Select(difference => (double?)difference));
        if (estimate.Count < 2 || estimate.NotFinite > 0) return None with { Difference = estimate };
        var spread = Spread.Of([.. differences]);
        if (spread.IsNone)
            return spread.Mean == 0 ? new(estimate, 1, 0, 0) : new(estimate, 0, Signed(double.PositiveInfinity, spread.Mean), Signed(double.PositiveInfinity, spread.Mean));
        var standardised = spread.Mean / spread.Deviation;
        var statistic = Math.Abs(spread.Mean) / spread.StandardError;
        return new(estimate, 2 * StudentT.CDF(0, 1, estimate.Count - 1, -statistic), standardised * Correction(estimate.Count - 1), standardised);
    }

    /// <summary>The exact factor that makes d_z unbiased (Hedges 1981, equation 6e): Γ(ν/2) / (√(ν/2) Γ((ν−1)/2)).</summary>
    /// <remarks>NaN for two seeds: the factor would be zero, there is no unbiased estimate.</remarks>
    private static double Correction(int freedom) =>
        freedom < 2 ? double.NaN : Math.Exp(SpecialFunctions.GammaLn(freedom / 2.0) - SpecialFunctions.GammaLn((freedom - 1) / 2.0)) / Math.Sqrt(freedom / 2.0);

    private static double Signed(double size, double sign) => Math.CopySign(size, sign);
}
