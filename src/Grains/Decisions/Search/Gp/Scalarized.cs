using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search.Learning;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>Several objectives as one: the augmented Chebyshev distance from the best of each, with random weights.</summary>
/// <remarks>
/// Knowles, "ParEGO: a hybrid algorithm with on-line landscape approximation for expensive multiobjective optimization problems", IEEE Trans.
/// Evol. Comput. 10 (2006), equation 2, with ρ = 0.05. Weights are uniform on the simplex. Objectives are warped and scaled to [0, 1] first.
/// </remarks>
internal static class Scalarized
{
    private const double Rho = 0.05;

    /// <param name="trials">Finished, with a finite first value.</param>
    public static double[] Of(SweepSpec spec, ImmutableArray<TrialRecord> trials, Draws draws)
    {
        double[] weights = [.. spec.Objectives.Select(_ => -Math.Log(1 - draws.Uniform()))];
        var total = weights.Sum();
        var (greatest, sums) = (new double[trials.Length], new double[trials.Length]);
        for (var objective = 0; objective < weights.Length; objective++)
        {
            var column = Unit([.. trials.Select(trial => ValueOf(spec, trial, objective))]);
            for (var trial = 0; trial < trials.Length; trial++)
            {
                var part = weights[objective] / total * column[trial];
                greatest[trial] = Math.Max(greatest[trial], part);
                sums[trial] += part;
            }
        }
        return [.. greatest.Zip(sums, (most, sum) => most + Rho * sum)];
    }

    /// <summary>The worst for what is not finite.</summary>
    private static double[] Unit(double[] values)
    {
        var warp = new Warp(values.Where(double.IsFinite));
        double[] warped = [.. values.Select(warp.Of)];
        var known = warped.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (least, range) = (known.Min(), known.Max() - known.Min());
        return [.. warped.Select(value => !double.IsFinite(value) ? 1 : range > 0 ? (value - least) / range : 0)];
    }

    private static double ValueOf(SweepSpec spec, TrialRecord trial, int objective)
        => ((TrialResult.Finished)trial.Result).Values is var values && objective < values.Length
            ? spec.Objectives[objective].Goal == Goal.Minimize ? values[objective] : -values[objective]
            : double.NaN;
}
