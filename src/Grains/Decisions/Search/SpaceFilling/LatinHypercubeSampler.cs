using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.SpaceFilling;

/// <summary>Every key's range is cut into as many slices as there are trials, and every slice is used once.</summary>
/// <remarks>McKay, Beckman, Conover, "A comparison of three methods for selecting values of input variables", Technometrics 21 (1979).</remarks>
internal sealed class LatinHypercubeSampler : ISampler
{
    public string Name => "latin-hypercube";
    public string Description => "Cuts every key's range into as many slices as there are trials and uses each once; needs search.trials.";

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        if (GivenTrials.Suggest(spec, trialNumber) is { } given) return given;
        var slices = spec.Search.Trials!.Value - spec.Search.Enqueued.Length;
        var index = trialNumber - spec.Search.Enqueued.Length;
        return new Suggestion.Point(new EncodedSpace(spec).Point(Coordinate).Assignment);

        double Coordinate(int key)
        {
            var slice = new Permutation(slices, spec.Search.Seed, key).At(index);
            return (slice + CounterRandom.Uniform(spec.Search.Seed, trialNumber, key)) / slices;
        }
    }
}
