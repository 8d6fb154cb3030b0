using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>A mean over seeds with its 95 % interval (Student's t).</summary>
internal sealed record Estimate(double Mean, double Deviation, double Low, double High)
{
    public static Estimate Of(IReadOnlyCollection<double> values)
        => Of(values.Mean(), values.Count < 2 ? 0 : values.StandardDeviation(), values.Count);

    /// <summary>From a mean and a standard deviation over so many seeds; of one seed there is no interval.</summary>
    public static Estimate Of(double mean, double deviation, int seeds)
    {
        if (seeds < 2) return new Estimate(mean, 0, double.NaN, double.NaN);
        var half = StudentT.InvCDF(0, 1, seeds - 1, 0.975) * deviation / Math.Sqrt(seeds);
        return new Estimate(mean, deviation, mean - half, mean + half);
    }
}
