using System.Collections.Immutable;
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

    /// <summary>How many trials count as good.</summary>
    public static int GoodCount(int told) => Math.Min((int)Math.Ceiling(0.1 * told), 25);

    /// <summary>
    /// How often the good density gets finer. By the number of its own kernels alone it could not tell points apart that are closer than a twelfth of a range
    /// after 100 trials. Slowly at first, because short searches with a scheduler lose by haste, and slowly to the end where a whole front is to stay in sight.
    /// </summary>
    /// <remarks>Chosen over seven functions with 300 to 1,000 seeds each, two schedulers with 100, and four fronts with 10.</remarks>
    private static int Refinements(int trials, int objectives) => Math.Max(trials / 5, objectives > 1 ? 0 : trials < 100 ? trials * trials / 200 : 50);

    /// <param name="good">All other trials, pending ones included, are what to keep away from.</param>
    /// <remarks>Counting pending trials among the others is the constant liar: nobody proposes a second time what is being tried.</remarks>
    public static Suggestion Suggest(SweepSpec spec, SearchHistory history, WeightedTrials good, Draws draws)
    {
        var space = new EncodedSpace(spec);
        var others = OtherTrials.Of(history, good.Trials, spec.Search.Seed);
        var (goodColumns, otherColumns) = (Columns(space, history, good), Columns(space, history, others));
        var groups = KeyGroups.Of(goodColumns, otherColumns);
        var below = Estimators(space, groups, goodColumns, good.Weights, Bandwidth.Least(Refinements(history.Trials.Count, spec.Objectives.Length)));
        var above = Estimators(space, groups, otherColumns, others.Weights, Bandwidth.Least(history.Trials.Count - good.Trials.Length));
        EncodedPoint? best = null;
        var most = double.NegativeInfinity;
        var drawn = new double[space.Count];
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            foreach (var group in below) group.Sample(draws, drawn);
            var point = space.Point(key => drawn[key]);
            var gain = below.Zip(above, (one, other) => one.LogDensity(point.Units) - other.LogDensity(point.Units)).Sum();
            if (best is not null && gain <= most) continue;
            (best, most) = (point, gain);
        }
        return new Suggestion.Point(best!.Assignment);
    }

    private static double[][] Columns(EncodedSpace space, SearchHistory history, WeightedTrials trials) => space.Columns([.. trials.Trials.Select(trial => history.Trials[trial])]);

    /// <summary>One density per group, made of the trials that have its keys.</summary>
    private static ParzenEstimator[] Estimators(EncodedSpace space, ImmutableArray<int[]> groups, double[][] columns, double[] weights, double narrowest)
        => [.. groups.Select(keys =>
        {
            var has = columns[keys[0]];
            double[] Of(double[] all) => [.. all.Where((_, trial) => !double.IsNaN(has[trial]))];
            return new ParzenEstimator(space, keys, [.. keys.Select(key => Of(columns[key]))], Of(weights), narrowest);
        })];
}
