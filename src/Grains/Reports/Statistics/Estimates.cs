using MathNet.Numerics.Distributions;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>Means with 95 % intervals: of Student's t distribution, or of the studentised bootstrap where a sample of eight or more is skewed.</summary>
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
        var spread = Spread.Of([.. finite]);
        if (finite.Count == 1) return new(spread.Mean, double.NaN, double.NaN, 1, notFinite);
        if (spread.IsNone) return new(spread.Mean, spread.Mean, spread.Mean, finite.Count, notFinite);
        if (StudentisedBootstrap.Suits([.. finite], spread.Mean, spread.Deviation) && StudentisedBootstrap.Of([.. finite], spread.Mean, spread.Deviation, Confidence) is { } limits)
            return new(spread.Mean, limits.Low, limits.High, finite.Count, notFinite) { Interval = IntervalMethod.StudentisedBootstrap };
        var half = TQuantile(finite.Count - 1) * spread.StandardError;
        return new(spread.Mean, spread.Mean - half, spread.Mean + half, finite.Count, notFinite);
    }

    /// <summary>The interval exists: two values or more.</summary>
    public static bool HasInterval(this Estimate estimate) => double.IsFinite(estimate.Low) && double.IsFinite(estimate.High);

    /// <summary>The interval exists and zero is not in it.</summary>
    public static bool ExcludesZero(this Estimate estimate) => estimate.HasInterval() && (estimate.Low > 0 || estimate.High < 0);

    private static double TQuantile(int degreesOfFreedom) => StudentT.InvCDF(0, 1, degreesOfFreedom, 1 - ((1 - Confidence) / 2));
}

/// <summary>Mean and standard deviation (n − 1) of a sample; the deviation of one value is NaN.</summary>
/// <param name="Largest">Absolute value.</param>
internal readonly record struct Spread(double Mean, double Deviation, double Largest, int Count)
{
    /// <summary>Values that agree to the last digits are one value: rounding is no spread.</summary>
    public bool IsNone => Deviation <= 1e-12 * Largest;

    public double StandardError => Deviation / Math.Sqrt(Count);

    public static Spread Of(ReadOnlySpan<double> values)
    {
        // Running moments (Welford 1962): a sum of large finite values could overflow.
        var (mean, squares, largest) = (0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var before = values[i] - mean;
            mean += before / (i + 1);
            largest = Math.Max(largest, Math.Abs(values[i]));
            squares += before * (values[i] - mean);
        }

        return new(mean, values.Length < 2 ? double.NaN : Math.Sqrt(squares / (values.Length - 1)), largest, values.Length);
    }
}
