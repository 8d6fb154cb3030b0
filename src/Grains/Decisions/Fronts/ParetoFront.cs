using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Fronts;

/// <summary>Which points no other point dominates. Points are costs: smaller is better in every coordinate.</summary>
internal static class ParetoFront
{
    /// <summary>
    /// One answer per point, in the order given. Equal points are in front together; a point with a coordinate that is not finite is never in front.
    /// </summary>
    public static ImmutableArray<bool> Of(ImmutableArray<ImmutableArray<double>> costs)
    {
        var inFront = new bool[costs.Length];
        // In lexicographic order whatever dominates a point comes before it, so the front found so far is all there is to ask.
        var order = Enumerable.Range(0, costs.Length).Where(i => !costs[i].IsEmpty && costs[i].All(double.IsFinite)).ToArray();
        Array.Sort(order, (a, b) => Lexicographic(costs[a], costs[b]));
        var front = new List<int>();
        foreach (var candidate in order)
        {
            // With two coordinates the last member found has the smallest second one: if it does not dominate, nobody does.
            var dominated = costs[candidate].Length == 2 && front.Count > 0
                ? Dominates(costs[front[^1]], costs[candidate])
                : front.Exists(member => Dominates(costs[member], costs[candidate]));
            if (dominated) continue;
            front.Add(candidate);
            inFront[candidate] = true;
        }

        return [.. inFront];
    }

    /// <summary>Positions of points by fronts, the best front first: none of a front dominates another of it, and each is dominated by one of the front before.</summary>
    /// <param name="costs">All finite.</param>
    /// <param name="wanted">Fronts are made until they hold so many points; the last one is whole.</param>
    public static ImmutableArray<ImmutableArray<int>> Layers(ImmutableArray<ImmutableArray<double>> costs, int wanted)
    {
        var layers = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        ImmutableArray<int> left = [.. Enumerable.Range(0, costs.Length)];
        for (var found = 0; found < wanted && !left.IsEmpty; found += layers[^1].Length)
        {
            var front = Of([.. left.Select(point => costs[point])]);
            layers.Add([.. left.Where((_, position) => front[position])]);
            left = [.. left.Where((_, position) => !front[position])];
        }
        return layers.ToImmutable();
    }

    /// <summary>Nowhere worse and somewhere better.</summary>
    public static bool Dominates(ImmutableArray<double> a, ImmutableArray<double> b)
    {
        var better = false;
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] > b[i]) return false;
            better |= a[i] < b[i];
        }

        return better;
    }

    private static int Lexicographic(ImmutableArray<double> a, ImmutableArray<double> b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var order = a[i].CompareTo(b[i]);
            if (order != 0) return order;
        }

        return 0;
    }
}
