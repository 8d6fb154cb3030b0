using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>Proposes nothing of its own: another program asks for points.</summary>
internal sealed class ExternalSampler : ISampler
{
    public string Name => "external";
    public string Description => "Points that another program asks for with `orchestrator ask SWEEP key=value ...`; the search ends with search.trials, or when the sweep is stopped.";

    public bool Proposes => false;

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber) => GivenTrials.Suggest(spec, trialNumber) ?? new Suggestion.WaitForResults();
}
