using MathNet.Numerics.Distributions;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>Means with 95 % intervals of Student's t distribution.</summary>
internal static class Estimates
{
    public const double Confidence = 0.95;

    /// <summary>No values at all.</summary>
    public static Estimate None { get; } = new(double.NaN, double.NaN, double.NaN, 0, 0);

    /// <summary>Values that are null are absent; values that are not finite are counted and left out of the mean.</summary>
    public static Estimate Of(IEnumerable<double?> values)
    {
        var finite = new List<double>();
        var notFinite = 0;
        foreach (var value in values)
        {
            if (value is not { } present) continue;
            if (double.IsFinite(present)) finite.Add(present);
            else notFinite++;
        }

        if (finite.Count == 0) return None with { NotFinite = notFinite };
        var mean = Mean(finite);
        if (finite.Count == 1) return new(mean, double.NaN, double.NaN, 1, notFinite);
        var deviation = Math.Sqrt(finite.Sum(value => (value - mean) * (value - mean)) / (finite.Count - 1));
        var half = TQuantile(finite.Count - 1) * deviation / Math.Sqrt(finite.Count);
        return new(mean, mean - half, mean + half, finite.Count, notFinite);
    }

    /// <summary>The interval exists: two values or more.</summary>
    public static bool HasInterval(this Estimate estimate) => double.IsFinite(estimate.Low) && double.IsFinite(estimate.High);

    /// <summary>Both intervals exist and do not touch.</summary>
    public static bool IsClearOf(this Estimate estimate, Estimate other) =>
        estimate.HasInterval() && other.HasInterval() && (estimate.High < other.Low || other.High < estimate.Low);

    /// <summary>At least one value, all of them finite.</summary>
    public static bool IsSound(this Estimate estimate) => estimate.Count > 0 && estimate.NotFinite == 0;

    /// <summary>Half the width of the interval, or NaN.</summary>
    public static double HalfWidth(this Estimate estimate) => (estimate.High - estimate.Low) / 2;

    private static double TQuantile(int degreesOfFreedom) => StudentT.InvCDF(0, 1, degreesOfFreedom, 1 - ((1 - Confidence) / 2));

    // A running mean: a sum of large finite values could overflow.
    private static double Mean(List<double> values)
    {
        var mean = 0.0;
        for (var i = 0; i < values.Count; i++) mean += (values[i] - mean) / (i + 1);
        return mean;
    }
}
