using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Learning;

/// <summary>What every sampler that learns does before it has anything to learn from.</summary>
internal static class LearningStart
{
    /// <summary>The end of the search, an enqueued point, or a point that depends on no result while fewer than <paramref name="needed"/> are known; null: ask the model.</summary>
    public static Suggestion? Suggest(SweepSpec spec, long trialNumber, int known, int needed)
        => trialNumber >= spec.Search.Trials || trialNumber < spec.Search.Enqueued.Length || known < needed || spec.Space.IsEmpty
            ? Samplers.Random.Suggest(spec, SearchHistory.Empty, trialNumber)
            : null;
}
