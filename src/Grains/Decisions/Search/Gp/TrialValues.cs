using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>One number per trial for a model of numbers: less is better, NaN while pending.</summary>
/// <remarks>
/// Trials that did not finish keep the order of <see cref="Standing"/>: pruned ones are spread evenly over one unit above the worst finished, and those
/// that failed lie half a unit higher. Several objectives become one by weights drawn for the trial to come (ParEGO), so that a sequence of
/// trials spreads over the front.
/// </remarks>
internal static class TrialValues
{
    private const double PrunedRange = 1, FailedAbove = 1.5;

    public static double[] Of(SweepSpec spec, SearchHistory history, Standing standing, Draws draws)
    {
        int[] finished = [.. Among(standing, Tier.Finished)];
        var single = finished.Select(standing.ValueOf);
        double[] scalars = spec.Objectives.Length == 1 || finished.Length == 0 ? [.. single] : Scalarized.Of(spec, [.. finished.Select(trial => history.Trials[trial])], draws);
        var warp = new Warp(scalars);
        var values = new double[history.Trials.Count];
        Array.Fill(values, double.NaN);
        var worst = finished.Length == 0 ? 0 : double.NegativeInfinity;
        for (var index = 0; index < finished.Length; index++)
        {
            values[finished[index]] = warp.Of(scalars[index]);
            worst = Math.Max(worst, values[finished[index]]);
        }
        var pruned = Among(standing, Tier.Pruned).ToArray();
        Array.Sort(pruned, standing.Compare);
        for (var rank = 0; rank < pruned.Length; rank++) values[pruned[rank]] = worst + PrunedRange * (rank + 1) / pruned.Length;
        foreach (var trial in Among(standing, Tier.Worthless)) values[trial] = worst + FailedAbove;
        return values;
    }

    private static IEnumerable<int> Among(Standing standing, Tier tier) => Enumerable.Range(0, standing.Tiers.Length).Where(trial => standing.Tiers[trial] == tier);
}
