namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>When a search has come to its end and another one, with twice the population, may find something better.</summary>
/// <remarks>Auger, Hansen, "A restart CMA evolution strategy with increasing population size", CEC 2005.</remarks>
internal sealed class RestartRule(int keys, int population)
{
    /// <summary>Of the range of a key: nobody needs a setting more exactly.</summary>
    private const double LeastDeviation = 1e-7;

    private const double LeastDifference = 1e-12;
    private const double MostCondition = 1e14;

    private readonly int _window = 10 + (int)Math.Ceiling(30.0 * keys / population);
    private readonly List<double> _bests = [];

    /// <summary>Told after every generation.</summary>
    /// <param name="values">Finite values of the generation, less is better, at least one.</param>
    /// <param name="continuous">Coordinates without cells.</param>
    public bool Holds(double[] values, NormalSearch? search, int[] continuous)
    {
        _bests.Add(values.Min());
        if (_bests.Count >= _window)
        {
            var latest = _bests.TakeLast(_window).Concat(values).ToArray();
            if (latest.Max() - latest.Min() <= LeastDifference * Math.Max(1, Math.Abs(latest.Min()))) return true;
        }
        return search is not null && (search.Condition > MostCondition || (continuous.Length > 0 && continuous.All(coordinate => search.Deviation(coordinate) < LeastDeviation)));
    }
}
