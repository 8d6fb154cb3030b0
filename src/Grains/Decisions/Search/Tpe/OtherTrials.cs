namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>The trials that are not good, pending ones included: all of them, up to a bound that keeps a suggestion's cost from growing.</summary>
/// <remarks>
/// Beyond the bound the latest stay and a sample stands for the older ones, each with the weight of those it stands for, so the density stays the
/// same on average. The sample goes by a fixed random number of each trial: as trials come in, it only ever gets thinner.
/// </remarks>
internal static class OtherTrials
{
    /// <summary>Beyond, older trials are sampled: half of it at most, beside the latest half.</summary>
    public const int Most = 1000;

    /// <summary>Latest trials with full weight; older ones weigh less, the further back the less.</summary>
    private const int FullWeight = 25;

    /// <param name="good">Indices of the trials to leave out.</param>
    public static WeightedTrials Of(SearchHistory history, int[] good, ulong seed)
    {
        var isGood = new bool[history.Trials.Count];
        foreach (var trial in good) isGood[trial] = true;
        int[] others = [.. Enumerable.Range(0, isGood.Length).Where(trial => !isGood[trial])];
        if (others.Length <= Most) return new WeightedTrials(others, [.. others.Select((_, place) => WeightOf(place, others.Length))]);
        var older = others.Length - Most / 2;
        var share = 1.0;
        while (share * older > Most / 2) share /= 2;
        int[] places = [.. Enumerable.Range(0, older).Where(place => CounterRandom.Uniform(seed, others[place], int.MaxValue) < share)];
        var represented = (double)older / places.Length;
        return new WeightedTrials(
            [.. places.Select(place => others[place]), .. others[older..]],
            [.. places.Select(place => represented * WeightOf(place, others.Length)), .. Enumerable.Range(older, Most / 2).Select(place => WeightOf(place, others.Length))]);
    }

    /// <summary>Full weight for the latest, a straight ramp for those before.</summary>
    private static double WeightOf(int place, int count)
    {
        var old = count - FullWeight;
        return place >= old ? 1 : (place + 1.0) / (old + 1);
    }
}
