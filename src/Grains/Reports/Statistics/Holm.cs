using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>Corrects p values for the number of questions asked: the chance that any true null hypothesis is rejected stays below the level.</summary>
/// <remarks>Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).</remarks>
internal static class Holm
{
    /// <summary>Adjusted p values in the order given; NaN is no test, stays NaN and does not count.</summary>
    public static ImmutableArray<double> Adjusted(ImmutableArray<double> values)
    {
        var adjusted = values.ToArray();
        var order = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).OrderBy(i => values[i]).ToArray();
        var largest = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * values[order[rank]]));
            adjusted[order[rank]] = largest;
        }

        return [.. adjusted];
    }
}
