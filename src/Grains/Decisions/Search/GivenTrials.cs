using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>Trials about which the sweep file leaves a sampler no choice.</summary>
internal static class GivenTrials
{
    /// <summary>The end of the search, or an enqueued point; null: the sampler chooses.</summary>
    public static Suggestion? Suggest(SweepSpec spec, long trialNumber)
        => trialNumber >= spec.Search.Trials ? new Suggestion.Exhausted()
            : trialNumber < spec.Search.Enqueued.Length ? new Suggestion.Point(spec.Search.Enqueued[(int)trialNumber])
            : null;
}
