using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports;

/// <summary>One metric of two trials on the seeds that both completed, B against A.</summary>
/// <param name="Seeds">Ascending.</param>
/// <param name="Differences">B − A, one per seed.</param>
/// <param name="Percents">100·(B − A)/|A|, one per seed; not finite where A is zero and B is not.</param>
internal sealed record PairedSamples(ImmutableArray<ulong> Seeds, ImmutableArray<double> Differences, ImmutableArray<double> Percents)
{
    public static PairedSamples None { get; } = new([], [], []);

    public bool HasRatios => !Percents.IsEmpty && Percents.All(double.IsFinite);

    public static PairedSamples Of(TrialHistory a, TrialHistory b, Metric metric)
    {
        var other = b.Completed.DistinctBy(run => run.Seed).ToDictionary(run => run.Seed);
        var pairs = a.Completed.DistinctBy(run => run.Seed).Where(run => other.ContainsKey(run.Seed))
            .Select(run => (run.Seed, Before: metric.Read(run.Last!), After: metric.Read(other[run.Seed].Last!)))
            .Where(pair => pair.Before is not null && pair.After is not null)
            .OrderBy(pair => pair.Seed).ToArray();
        return new(
            [.. pairs.Select(pair => pair.Seed)],
            [.. pairs.Select(pair => pair.After!.Value - pair.Before!.Value)],
            [.. pairs.Select(pair => Percent(pair.Before!.Value, pair.After!.Value))]);
    }

    /// <summary>
    /// The mean over several settings for every seed that all of them have. The seed is what is repeated; settings of one seed are not
    /// independent, so they are averaged before anything is tested.
    /// </summary>
    public static PairedSamples Average(IReadOnlyCollection<PairedSamples> settings)
    {
        var first = settings.FirstOrDefault(samples => !samples.Seeds.IsEmpty);
        if (first is null) return None;
        ImmutableArray<ulong> shared = [.. first.Seeds.Where(seed => settings.All(samples => samples.Seeds.Contains(seed)))];
        ImmutableArray<double> Mean(Func<PairedSamples, ImmutableArray<double>> values) =>
            [.. shared.Select(seed => settings.Average(samples => values(samples)[samples.Seeds.IndexOf(seed)]))];
        return new(shared, Mean(samples => samples.Differences), Mean(samples => samples.Percents));
    }

    private static double Percent(double before, double after) => before == after && double.IsFinite(before) ? 0 : 100 * (after - before) / Math.Abs(before);
}
