namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>How wide each kernel is: the larger gap to its neighbours, within limits.</summary>
/// <remarks>
/// Bergstra et al., "Algorithms for hyper-parameter optimization", NeurIPS 2011, section 4.2. Exact without sorting: the narrowest kernel is wider
/// than a bucket, so within a bucket only the first and the last can have a gap that counts.
/// </remarks>
internal static class Bandwidth
{
    private const int Buckets = 1024;

    /// <summary>Narrowest kernel after so many steps of refinement: nothing is so sure that its surroundings need no look.</summary>
    public static double Least(int steps) => 1 / Math.Min(100.0, 2.0 + steps);

    /// <param name="units">Coordinates in [0, 1].</param>
    /// <param name="least">At least 1/1024.</param>
    public static void Fill(ReadOnlySpan<double> units, double least, Span<double> deviations)
    {
        Span<double> lowest = stackalloc double[Buckets + 1], highest = stackalloc double[Buckets + 1];
        lowest.Fill(double.PositiveInfinity);
        highest.Fill(double.NegativeInfinity);
        foreach (var unit in units)
        {
            var bucket = (int)(unit * Buckets);
            lowest[bucket] = Math.Min(lowest[bucket], unit);
            highest[bucket] = Math.Max(highest[bucket], unit);
        }
        Span<double> before = stackalloc double[Buckets + 1], after = stackalloc double[Buckets + 1];
        Neighbours(lowest, highest, before, after);
        for (var kernel = 0; kernel < units.Length; kernel++)
        {
            var bucket = (int)(units[kernel] * Buckets);
            deviations[kernel] = Math.Clamp(Gap(units[kernel], lowest[bucket], highest[bucket], before[bucket], after[bucket]), least, 1);
        }
    }

    private static double Gap(double unit, double lowest, double highest, double before, double after)
    {
        var left = unit == lowest ? unit - before : 0;
        var right = unit == highest ? after - unit : 0;
        // At the ends of the data the inner gap decides: nothing is known about how far the outer one reaches.
        if (double.IsInfinity(left) && double.IsInfinity(right)) return Math.Max(unit, 1 - unit);
        return double.IsInfinity(left) ? Math.Max(right, highest - lowest) : double.IsInfinity(right) ? Math.Max(left, highest - lowest) : Math.Max(left, right);
    }

    /// <summary>Of each bucket: the nearest coordinate in the buckets below and above, infinite where there is none.</summary>
    private static void Neighbours(ReadOnlySpan<double> lowest, ReadOnlySpan<double> highest, Span<double> before, Span<double> after)
    {
        var last = double.NegativeInfinity;
        for (var bucket = 0; bucket < lowest.Length; bucket++)
        {
            before[bucket] = last;
            if (!double.IsInfinity(highest[bucket])) last = highest[bucket];
        }
        var next = double.PositiveInfinity;
        for (var bucket = lowest.Length - 1; bucket >= 0; bucket--)
        {
            after[bucket] = next;
            if (!double.IsInfinity(lowest[bucket])) next = lowest[bucket];
        }
    }
}
