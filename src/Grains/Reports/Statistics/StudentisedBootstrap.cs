namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>The interval of a mean from resampled t statistics, which follows a skewed sample where Student's symmetric interval does not.</summary>
/// <remarks>
/// Bootstrap-t: Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 12.5. Percentile and BCa intervals were measured too and are
/// narrower than Student's for fewer than 20 values, so they cover less (docs/statistics.md has the table).
/// </remarks>
internal static class StudentisedBootstrap
{
    /// <summary>Fewer values than this have too few different resamples.</summary>
    public const int FewestValues = 8;

    /// <summary>The sample has the size, and is so skewed, that this interval is better than Student's: skewness beyond its standard error.</summary>
    public static bool Suits(ReadOnlySpan<double> values, double mean, double deviation)
    {
        var n = values.Length;
        if (n is < FewestValues or > Resamples.MostValues || deviation == 0) return false;
        var cubes = 0.0;
        foreach (var value in values) cubes += Math.Pow((value - mean) / deviation, 3);
        var skewness = n * cubes / ((n - 1.0) * (n - 2.0));
        return Math.Abs(skewness) > Math.Sqrt(6.0 * n * (n - 1) / ((n - 2.0) * (n + 1) * (n + 3)));
    }

    /// <summary>Low and high limit, or null where too many resamples are constant to tell.</summary>
    public static Limits? Of(ReadOnlySpan<double> values, double mean, double deviation, double confidence)
    {
        var statistics = new List<double>(Resamples.Count);
        for (var index = 0; index < Resamples.Count; index++)
            if (Statistic(values, Resamples.Of(values.Length, index), mean) is { } statistic) statistics.Add(statistic);
        if (statistics.Count < Resamples.Count * 9 / 10) return null;
        statistics.Sort();
        var error = deviation / Math.Sqrt(values.Length);
        var tail = (1 - confidence) / 2;
        return new(mean - (error * Quantile(statistics, 1 - tail)), mean - (error * Quantile(statistics, tail)));
    }

    private static double? Statistic(ReadOnlySpan<double> values, ReadOnlySpan<byte> positions, double mean)
    {
        var n = positions.Length;
        var (sum, squares) = (0.0, 0.0);
        foreach (var position in positions)
        {
            var centred = values[position] - mean;
            sum += centred;
            squares += centred * centred;
        }

        var variance = (squares - (sum * sum / n)) / (n - 1);
        // Rounding leaves a constant resample a variance of about 1e-16 of its squares.
        return variance > 1e-12 * squares ? sum / n / Math.Sqrt(variance / n) : null;
    }

    // Linear between order statistics (type 7 of Hyndman and Fan 1996).
    private static double Quantile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}

/// <summary>The ends of an interval.</summary>
internal readonly record struct Limits(double Low, double High);
