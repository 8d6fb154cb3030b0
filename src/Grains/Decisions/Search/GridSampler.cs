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
        if (!spec.Search.Constraints.IsEmpty) return NextAllowed(spec, cells, history, trialNumber);
        BigInteger number = trialNumber - enqueued.Length;
        foreach (var done in enqueued.Select(cells.Encode).Order())
            if (done <= number) number++;
        return number < cells.Total ? new Suggestion.Point(cells.Decode(number)) : new Suggestion.Exhausted();
    }

    /// <summary>The allowed cells keep their order. Goes on behind the cell of the trial before, if that is known, so that a whole grid is gone through once.</summary>
    private static Suggestion NextAllowed(SweepSpec spec, GridCells cells, SearchHistory history, long trialNumber)
    {
        var enqueued = spec.Search.Enqueued.Select(cells.Encode).ToHashSet();
        var goesOn = trialNumber > enqueued.Count && history.Trials is { Count: > 0 } trials && trials[^1].Number == trialNumber - 1;
        var passOver = goesOn ? 0 : trialNumber - enqueued.Count;
        for (var number = goesOn ? cells.Encode(history.Trials[^1].Assignment) + 1 : 0; number < cells.Total; number++)
        {
            if (enqueued.Contains(number) || cells.Decode(number) is var point && !Constraints.Hold(spec, point)) continue;
            if (passOver-- == 0) return new Suggestion.Point(point);
        }
        return new Suggestion.Exhausted();
    }
}
