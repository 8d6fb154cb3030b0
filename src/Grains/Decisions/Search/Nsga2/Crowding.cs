using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Search.Nsga2;

/// <summary>How far a point of a front is from its neighbours.</summary>
/// <remarks>Deb, Pratap, Agarwal, Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002, section III.B.</remarks>
internal static class Crowding
{
    /// <summary>One distance per point: the sum over objectives of the gap between its neighbours, as a share of the range; infinite at the ends.</summary>
    public static double[] Distances(ImmutableArray<ImmutableArray<double>> front)
    {
        var distances = new double[front.Length];
        for (var objective = 0; objective < front[0].Length; objective++)
        {
            var order = Enumerable.Range(0, front.Length).OrderBy(point => front[point][objective]).ToArray();
            var range = front[order[^1]][objective] - front[order[0]][objective];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (var place = 1; place < order.Length - 1 && range > 0; place++)
                distances[order[place]] += (front[order[place + 1]][objective] - front[order[place - 1]][objective]) / range;
        }
        return distances;
    }
}
