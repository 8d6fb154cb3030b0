using System.Numerics;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>Every cell of the full factorial once, enqueued ones first.</summary>
internal sealed class GridSampler : ISampler
{
    public string Name => "grid";
    public string Description => "Every combination once, the first key slowest; keys that do not exist at a point multiply nothing.";

    public Suggestion Suggest(SweepSpec spec, SearchHistory history, long trialNumber)
    {
        if (GivenTrials.Suggest(spec, trialNumber) is { } given) return given;
        var enqueued = spec.Search.Enqueued;
        var cells = new GridCells(spec);
        BigInteger number = trialNumber - enqueued.Length;
        foreach (var done in enqueued.Select(cells.Encode).Order())
            if (done <= number) number++;
        return number < cells.Total ? new Suggestion.Point(cells.Decode(number)) : new Suggestion.Exhausted();
    }
}
