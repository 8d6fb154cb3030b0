using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.SpaceFilling;

/// <summary>A scrambled Sobol' sequence: point n belongs to trial n, whoever asks and when.</summary>
internal sealed class SobolSampler : ISampler
{
    public string Name => "sobol";
    public string Description => "A scrambled Sobol' sequence: covers the space evenly at every length, best at powers of two.";

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        if (GivenTrials.Suggest(spec, trialNumber) is { } given) return given;
        var index = trialNumber - spec.Search.Enqueued.Length;
        // A key keeps its dimension where another does not exist, so a condition changes no other key's coordinate.
        return new Suggestion.Point(new EncodedSpace(spec).Point(key => SobolSequence.Scrambled(index, key, spec.Search.Seed)).Assignment);
    }
}
