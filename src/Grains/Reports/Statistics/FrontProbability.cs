using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;

namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>How often a trial is on the Pareto front when the seeds are drawn again: its share of the bootstrap samples.</summary>
/// <remarks>All trials with the same number of seeds are resampled at the same positions, so what a hard seed does to all of them stays paired.</remarks>
internal static class FrontProbability
{
    private const int FewestResamples = 200;
    private const int PointsInAll = 400_000;

    /// <param name="trials">For each trial its costs per seed, [objective][seed]; null: not ranked.</param>
    /// <returns>Null for trials that are not ranked, and for all where there is nothing to tell: fewer than two trials, or one seed each.</returns>
    public static ImmutableArray<double?> Of(IReadOnlyList<ImmutableArray<ImmutableArray<double>>?> trials)
    {
        var ranked = Enumerable.Range(0, trials.Count).Where(i => trials[i] is not null).ToArray();
        var answer = new double?[trials.Count];
        if (ranked.Length < 2 || ranked.All(i => trials[i]!.Value[0].Length < 2)) return [.. answer];
        foreach (var i in ranked) answer[i] = 0;
        var candidates = Candidates(trials, ranked);
        var resamples = Math.Clamp(PointsInAll / candidates.Length, FewestResamples, Resamples.Count);
        var hits = new int[candidates.Length];
        for (var resample = 0; resample < resamples; resample++)
        {
            var front = ParetoFront.Of([.. candidates.Select(i => Means(trials[i]!.Value, resample))]);
            for (var i = 0; i < hits.Length; i++)
                if (front[i]) hits[i]++;
        }

        for (var i = 0; i < hits.Length; i++) answer[candidates[i]] = (double)hits[i] / resamples;
        return [.. answer];
    }

    // A resampled mean lies between the least and the greatest value: a trial whose best corner is behind another's worst is never in front.
    private static int[] Candidates(IReadOnlyList<ImmutableArray<ImmutableArray<double>>?> trials, int[] ranked)
    {
        ImmutableArray<ImmutableArray<double>> worst = [.. ranked.Select(i => Corner(trials[i]!.Value, values => values.Max()))];
        var inFront = ParetoFront.Of(worst);
        var front = worst.Where((_, i) => inFront[i]).ToArray();
        return [.. ranked.Where(i => Corner(trials[i]!.Value, values => values.Min()) is var best && !front.Any(other => ParetoFront.Dominates(other, best)))];
    }

    private static ImmutableArray<double> Corner(ImmutableArray<ImmutableArray<double>> costs, Func<ImmutableArray<double>, double> end) => [.. costs.Select(end)];

    private static ImmutableArray<double> Means(ImmutableArray<ImmutableArray<double>> costs, int resample)
    {
        var count = costs[0].Length;
        // So many seeds leave the mean hardly any room.
        if (count > Resamples.MostValues) return [.. costs.Select(values => values.Average())];
        var means = ImmutableArray.CreateBuilder<double>(costs.Length);
        var positions = Resamples.Of(count, resample);
        foreach (var values in costs)
        {
            var sum = 0.0;
            foreach (var position in positions) sum += values[position];
            means.Add(sum / count);
        }

        return means.MoveToImmutable();
    }
}
