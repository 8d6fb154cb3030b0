using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>A mean over seeds with its 95 % interval (Student's t).</summary>
internal sealed record Estimate(double Mean, double Deviation, double Low, double High)
{
    public static Estimate Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Mean();
        if (values.Count < 2) return new Estimate(mean, 0, double.NaN, double.NaN);
        var deviation = values.StandardDeviation();
        var half = StudentT.InvCDF(0, 1, values.Count - 1, 0.975) * deviation / Math.Sqrt(values.Count);
        return new Estimate(mean, deviation, mean - half, mean + half);
    }
}
