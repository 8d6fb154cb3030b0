using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Fronts;

/// <summary>The volume that a set of cost points dominates up to a reference point.</summary>
/// <remarks>Hypervolume by slicing objectives (While, Hingston, Barone, Huband 2006): exact; meant for two and three objectives.</remarks>
internal static class Hypervolume
{
    /// <summary>Points that are not finite or not better than the reference everywhere add nothing.</summary>
    /// <remarks>
    /// Only the front is sliced, in an order of its own: dominated points add no volume but would add roundings, and equal fronts must have equal
    /// volumes to the last bit, or a front would hold less than all of itself.
    /// </remarks>
    public static double Of(ImmutableArray<ImmutableArray<double>> costs, ImmutableArray<double> reference)
    {
        var within = costs.Where(point => point.Length == reference.Length && IsWithin(point, reference)).ToImmutableArray();
        var isOnFront = ParetoFront.Of(within);
        return Slice([.. within.Where((_, i) => isOnFront[i])], reference, reference.Length);
    }

    private static bool IsWithin(ImmutableArray<double> point, ImmutableArray<double> reference)
    {
        for (var i = 0; i < point.Length; i++)
            if (!double.IsFinite(point[i]) || point[i] >= reference[i]) return false;
        return true;
    }

    // The volume over the first `dimensions` coordinates: between one value of the last of them and the next,
    // the points seen so far hold a constant cross-section.
    private static double Slice(List<ImmutableArray<double>> points, ImmutableArray<double> reference, int dimensions)
    {
        if (points.Count == 0) return 0;
        var last = dimensions - 1;
        if (dimensions == 1) return reference[0] - points.Min(point => point[0]);
        var sorted = points.OrderBy(point => point[last]).ToList();     // equal depths make no slice of their own: their order says nothing
        var volume = 0.0;
        for (var i = 0; i < sorted.Count; i++)
        {
            var end = i + 1 < sorted.Count ? sorted[i + 1][last] : reference[last];
            var depth = end - sorted[i][last];
            if (depth > 0) volume += depth * Slice(sorted[..(i + 1)], reference, last);
        }

        return volume;
    }
}
