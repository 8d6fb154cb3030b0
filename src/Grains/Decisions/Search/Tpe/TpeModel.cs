using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>The two densities, and the point at which they differ most.</summary>
internal static class TpeModel
{
    /// <summary>Results before the model is asked.</summary>
    public const int LeastTold = 10;

    /// <summary>Points drawn from the good density.</summary>
    private const int Candidates = 24;

    /// <summary>
    /// The good density gets one step finer with so many trials. By the number of its own kernels alone it could not tell points apart that are
    /// closer than a twelfth of a range after 100 trials.
    /// </summary>
    private const int TrialsPerNarrowing = 5;

    /// <summary>How many trials count as good.</summary>
    public static int GoodCount(int told) => Math.Min((int)Math.Ceiling(0.1 * told), 25);

    /// <param name="good">All other trials, pending ones included, are what to keep away from.</param>
    /// <remarks>Counting pending trials among the others is the constant liar: nobody proposes a second time what is being tried.</remarks>
    public static Suggestion Suggest(SweepSpec spec, SearchHistory history, WeightedTrials good, Draws draws)
    {
        var space = new EncodedSpace(spec);
        var below = Estimator(space, history, good, Bandwidth.Least(history.Trials.Count / TrialsPerNarrowing));
        var above = Estimator(space, history, OtherTrials.Of(history, good.Trials, spec.Search.Seed), Bandwidth.Least(history.Trials.Count - good.Trials.Length));
        EncodedPoint? best = null;
        var most = double.NegativeInfinity;
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            var point = below.Sample(space, draws);
            var gain = below.LogDensity(point.Units) - above.LogDensity(point.Units);
            if (best is not null && gain <= most) continue;
            (best, most) = (point, gain);
        }
        return new Suggestion.Point(best!.Assignment);
    }

    private static ParzenEstimator Estimator(EncodedSpace space, SearchHistory history, WeightedTrials trials, double narrowest)
        => new(space, space.Columns([.. trials.Trials.Select(trial => history.Trials[trial])]), trials.Weights, narrowest);
}
