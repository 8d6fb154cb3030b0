using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>Covariance matrix adaptation, rebuilt from the history at every question: trials that are over, in their order, generation by generation.</summary>
/// <remarks>
/// Trials under way are left out and join a generation when they are over, whichever it is by then: a point need not come from the
/// distribution that it teaches, so nobody waits for the last of a generation.
/// </remarks>
internal sealed class CmaEsSampler : ISampler
{
    public string Name => "cma-es";
    public string Description => "A normal distribution that adapts to the valleys of the objective, with restarts; for continuous and ordered keys and some hundred trials.";

    public bool Learns => true;

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        if (LearningStart.Suggest(spec, trialNumber, known: 0, needed: 0) is { } start) return start;
        var space = new EncodedSpace(spec);
        var search = new CmaSearch(space, spec.Search.Seed);
        foreach (var generation in Generations(space, spec, history, search)) search.Learn(generation);
        return new Suggestion.Point(search.Sample(new Draws(spec.Search.Seed, trialNumber)).Assignment);
    }

    /// <summary>Each best first. The population may grow from one to the next.</summary>
    private static IEnumerable<Member[]> Generations(EncodedSpace space, SweepSpec spec, SearchHistory history, CmaSearch search)
    {
        var standing = new Standing(spec, history);
        var columns = space.Columns(history.Trials);
        var over = Enumerable.Range(0, standing.Tiers.Length).Where(trial => standing.Tiers[trial] != Tier.Pending).ToArray();
        for (var start = 0; start + search.Population <= over.Length;)
        {
            var generation = over[start..(start + search.Population)];
            start += generation.Length;
            Array.Sort(generation, standing.Compare);
            yield return [.. generation.Select(trial => new Member(history.Trials[trial].Number, [.. columns.Select(column => column[trial])],
                standing.Tiers[trial] <= Tier.Pruned ? standing.ValueOf(trial) : double.NaN))];
        }
    }
}
