using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Tpe;

/// <summary>The trials that the good density is made of.</summary>
/// <param name="Trials">Indices into the history.</param>
/// <param name="Weights">One per trial; the prior has weight 1.</param>
internal sealed record GoodTrials(int[] Trials, double[] Weights);

/// <summary>The two densities, and the point at which they differ most.</summary>
internal static class TpeModel
{
    /// <summary>Results before the model is asked.</summary>
    public const int LeastTold = 10;

    /// <summary>Points drawn from the good density.</summary>
    private const int Candidates = 24;

    /// <summary>Latest trials with full weight; older ones weigh less, the further back the less.</summary>
    private const int FullWeight = 25;

    /// <summary>How many trials count as good.</summary>
    public static int GoodCount(int told) => Math.Min((int)Math.Ceiling(0.1 * told), 25);

    /// <param name="good">All other trials, pending ones included, are what to keep away from.</param>
    /// <remarks>Counting pending trials among the others is the constant liar: nobody proposes a second time what is being tried.</remarks>
    public static Suggestion Suggest(SweepSpec spec, SearchHistory history, GoodTrials good, Draws draws)
    {
        var space = new EncodedSpace(spec);
        var columns = space.Columns(history.Trials);
        var isGood = new bool[history.Trials.Count];
        foreach (var trial in good.Trials) isGood[trial] = true;
        int[] others = [.. Enumerable.Range(0, isGood.Length).Where(trial => !isGood[trial])];
        var below = new ParzenEstimator(space, columns, good.Trials, good.Weights);
        var above = new ParzenEstimator(space, columns, others, Weights(others.Length));
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

    /// <summary>Full weight for the latest, a straight ramp for those before.</summary>
    private static double[] Weights(int count)
    {
        var weights = new double[count];
        var old = count - FullWeight;
        for (var trial = 0; trial < count; trial++) weights[trial] = trial >= old ? 1 : (trial + 1.0) / (old + 1);
        return weights;
    }
}
