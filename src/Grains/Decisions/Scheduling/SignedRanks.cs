using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>Wilcoxon's signed-rank test, exact: all signs of the differences are equally likely where there is no difference.</summary>
internal static class SignedRanks
{
    /// <summary>
    /// The probability of so large a sum of ranks of the positive differences, or a larger one. Differences of zero are left out (Wilcoxon 1945);
    /// equal sizes share the mean of their ranks. 1 where no difference is left.
    /// </summary>
    public static double ChanceOfMore(ImmutableArray<double> differences)
    {
        double[] sizes = [.. differences.Where(difference => difference != 0).Select(Math.Abs).Order()];
        if (sizes.Length == 0) return 1;
        // Ranks are counted in halves, so that shared ones are whole numbers.
        var halves = sizes.Select(size => TwiceRank(sizes, size)).ToArray();
        var positive = differences.Where(difference => difference > 0).Sum(difference => (long)TwiceRank(sizes, difference));
        var total = halves.Sum();
        var ways = new double[total + 1];
        ways[0] = 1;
        foreach (var rank in halves)
            for (var sum = total; sum >= rank; sum--) ways[sum] += ways[sum - rank];
        return ways.Skip((int)positive).Sum() / Math.Pow(2, sizes.Length);
    }

    private static int TwiceRank(double[] sorted, double size)
    {
        var first = Array.FindIndex(sorted, other => other == size);
        var last = Array.FindLastIndex(sorted, other => other == size);
        return first + last + 2;
    }
}
