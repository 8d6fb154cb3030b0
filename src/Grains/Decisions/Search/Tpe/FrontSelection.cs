using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>The good trials of several objectives, and how much each of them weighs.</summary>
/// <remarks>
/// Ozaki, Tanigaki, Watanabe, Nomura, Onishi, "Multiobjective tree-structured Parzen estimator", JAIR 73 (2022): whole fronts, of the last one
/// those that together dominate most (greedy choice); weights are what each adds to the hypervolume.
/// </remarks>
internal static class FrontSelection
{
    /// <summary>A good trial that adds nothing still counts a little.</summary>
    private const double LeastWeight = 0.01;

    /// <summary>Of the range of an objective: how far the reference lies behind the worst, so that the ends of a front count.</summary>
    private const double Behind = 0.1;

    public static WeightedTrials Of(FrontStanding standing, int count)
    {
        var layers = standing.Layers(count);
        var reference = Reference([.. layers.SelectMany(layer => layer).Select(standing.CostsOf)]);
        var good = new List<int>(count);
        foreach (var layer in layers)
            good.AddRange(good.Count + layer.Length <= count ? layer : MostVolume(standing, layer, count - good.Count, reference));
        return new WeightedTrials([.. good], WeightsOf([.. good.Select(standing.CostsOf)], reference));
    }

    /// <summary>Greedy, and lazy: what a point adds only falls as others are chosen, so most need not be asked again.</summary>
    private static IEnumerable<int> MostVolume(FrontStanding standing, ImmutableArray<int> layer, int count, ImmutableArray<double> reference)
    {
        var volume = new GrowingVolume(reference);
        var waiting = new PriorityQueue<int, (double, int)>(layer.Select(trial => (trial, (-volume.Gain(standing.CostsOf(trial)), trial))));
        while (count > 0)
        {
            var trial = waiting.Dequeue();
            var gain = volume.Gain(standing.CostsOf(trial));
            if (waiting.TryPeek(out _, out var next) && (-gain, trial).CompareTo(next) > 0)
            {
                waiting.Enqueue(trial, (-gain, trial));
                continue;
            }
            volume.Add(standing.CostsOf(trial));
            count--;
            yield return trial;
        }
    }

    private static double[] WeightsOf(ImmutableArray<ImmutableArray<double>> costs, ImmutableArray<double> reference)
    {
        var whole = Hypervolume.Of(costs, reference);
        double[] added = [.. costs.Select((_, left) => whole - Hypervolume.Of(costs.RemoveAt(left), reference))];
        var most = added.DefaultIfEmpty(0).Max();
        return [.. added.Select(volume => most > 0 ? Math.Max(LeastWeight, volume / most) : 1)];
    }

    private static ImmutableArray<double> Reference(ImmutableArray<ImmutableArray<double>> costs)
    {
        if (costs.IsEmpty) return [];
        return [.. Enumerable.Range(0, costs[0].Length).Select(objective =>
        {
            var (least, most) = (costs.Min(point => point[objective]), costs.Max(point => point[objective]));
            return most + Behind * (most > least ? most - least : Math.Max(1, Math.Abs(most)));
        })];
    }
}
