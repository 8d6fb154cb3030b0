using System.Text.Json.Nodes;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.SearchBench.Measuring;

/// <summary>In how many of many samples a 95 % interval holds the true mean: of the reports' rule, and of the intervals it could have used instead.</summary>
internal static class Coverage
{
    private const int Samples = 4000;
    private const double Tail = (1 - Estimates.Confidence) / 2;

    private static readonly int[] _sizes = [3, 5, 8, 10, 20, 30];

    public static IEnumerable<JsonObject> Lines()
    {
        foreach (var source in _sources)
            foreach (var size in _sizes)
                yield return Of(source, size);
    }

    private static JsonObject Of(Source source, int size)
    {
        var line = new JsonObject { ["part"] = "coverage", ["distribution"] = source.Name, ["values"] = size, ["samples"] = Samples };
        foreach (var (name, interval) in _intervals)
        {
            var (held, width) = (0, 0.0);
            for (var index = 0; index < Samples; index++)
            {
                var sample = Enumerable.Range(0, size).Select(i => source.Quantile(CounterRandom.Uniform(23, index, i) + 1e-17)).ToArray();
                var (low, high) = interval(sample);
                if (low <= source.Mean && source.Mean <= high) held++;
                width += (high - low) / Samples;
            }
            line[name] = (double)held / Samples;
            line[$"{name}_width"] = width;
        }
        return line;
    }

    /// <param name="Quantile">From a uniform number.</param>
    private sealed record Source(string Name, double Mean, Func<double, double> Quantile);

    private static readonly Source[] _sources =
    [
        new("normal", 0, uniform => Normal.InvCDF(0, 1, uniform)),
        new("exponential", 1, uniform => -Math.Log(1 - uniform)),
        new("log-normal", Math.Exp(0.5), uniform => Math.Exp(Normal.InvCDF(0, 1, uniform))),
    ];

    private static readonly (string Name, Func<double[], Limits> Of)[] _intervals =
    [
        ("rule", sample => Estimates.Of(sample.Select(value => (double?)value)) is var estimate ? new Limits(estimate.Low, estimate.High) : default),
        ("student_t", StudentLimits),
        ("percentile", sample => Quantiles(Means(sample), Tail, 1 - Tail)),
        ("bca", Accelerated),
    ];

    private static Limits StudentLimits(double[] sample)
    {
        var half = StudentT.InvCDF(0, 1, sample.Length - 1, 1 - Tail) * sample.StandardDeviation() / Math.Sqrt(sample.Length);
        return new Limits(sample.Mean() - half, sample.Mean() + half);
    }

    private static double[] Means(double[] sample)
    {
        var means = new double[Resamples.Count];
        for (var index = 0; index < means.Length; index++)
            foreach (var position in Resamples.Of(sample.Length, index)) means[index] += sample[position] / sample.Length;
        Array.Sort(means);
        return means;
    }

    /// <summary>Bias-corrected and accelerated: Efron and Tibshirani, An Introduction to the Bootstrap (1993), equations 14.9, 14.14 and 14.15.</summary>
    private static Limits Accelerated(double[] sample)
    {
        var (means, mean) = (Means(sample), sample.Mean());
        var below = (means.Count(value => value < mean) + 0.5 * means.Count(value => value == mean)) / means.Length;
        var bias = Normal.InvCDF(0, 1, Math.Clamp(below, 1e-6, 1 - 1e-6));
        // Leaving value i out moves the mean by (mean − x_i) / (n − 1); the factor cancels.
        var (squares, cubes) = (sample.Sum(value => Math.Pow(value - mean, 2)), sample.Sum(value => Math.Pow(value - mean, 3)));
        var acceleration = squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
        return Quantiles(means, Corrected(Tail), Corrected(1 - Tail));

        double Corrected(double share)
        {
            var z = bias + Normal.InvCDF(0, 1, share);
            return Normal.CDF(0, 1, bias + z / (1 - acceleration * z));
        }
    }

    private static Limits Quantiles(double[] sorted, double low, double high)
        => new(SortedArrayStatistics.QuantileCustom(sorted, low, QuantileDefinition.R7), SortedArrayStatistics.QuantileCustom(sorted, high, QuantileDefinition.R7));
}
