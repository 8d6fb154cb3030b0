using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>Independent draws from the domains.</summary>
internal sealed class RandomSampler : ISampler
{
    public string Name => "random";
    public string Description => "Independent draws from the domains; the same search.seed gives the same points.";

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        if (GivenTrials.Suggest(spec, trialNumber) is { } given) return given;
        var point = new ActiveKeys(spec);
        foreach (var index in SpaceOrder.Of(spec.Space))
        {
            var key = spec.Space[index];
            // The place in the file is the draw index, so a condition changes no other key's draw.
            if (point.Exists(key)) point.Assign(key.Path, Domains.FromUnit(key.Domain, CounterRandom.Uniform(spec.Search.Seed, trialNumber, index)));
        }
        return new Suggestion.Point(point.Assignment());
    }
}
