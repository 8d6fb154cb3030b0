using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Reports;

/// <summary>Which keys decide a metric over the search space: functional ANOVA of a random forest (docs/statistics.md).</summary>
/// <param name="Logarithmic">The metric spans more than a factor of ten and was taken as its logarithm.</param>
/// <param name="Trials">Trials that the forest learned from.</param>
/// <param name="Explained">
/// How far the shares can be trusted, at best 1: the share of the variance that the forest predicts for trials it has not seen (out-of-bag R²); of a covered grid,
/// the share of the variance between trials that the seeds do not account for, NaN with one seed. Near zero or below: do not read the shares.
/// </param>
/// <param name="Keys">Largest share first.</param>
/// <param name="Pairs">Interactions of two keys, largest first; those below a tenth of a percent are left out.</param>
[GenerateSerializer, Immutable, Alias("metric-importance")]
public sealed record MetricImportance(
    string Metric, bool Logarithmic, int Trials, double Explained, ImmutableArray<KeyImportance> Keys, ImmutableArray<PairImportance> Pairs)
{
    /// <summary>The trials cover the grid of the space, so the shares are those of its table and no forest had to fill it in.</summary>
    [Id(0)] public bool IsCoveredGrid { get; init; }
}

/// <param name="Share">Of the variance over the space, from 0 to 1, that the key explains alone.</param>
/// <param name="Deviation">Standard deviation of the share over the trees.</param>
[GenerateSerializer, Immutable, Alias("key-importance")]
public sealed record KeyImportance(string Key, double Share, double Deviation);

/// <param name="Share">Of the variance over the space that the two keys explain together and neither explains alone.</param>
[GenerateSerializer, Immutable, Alias("pair-importance")]
public sealed record PairImportance(string First, string Second, double Share);

/// <summary>The hypervolume when a trial had finished.</summary>
/// <param name="Trials">Ranked trials that had finished by then.</param>
/// <param name="Trial">The one that finished.</param>
/// <param name="At">When its last run ended.</param>
[GenerateSerializer, Immutable, Alias("volume-point")]
public sealed record VolumePoint(int Trials, int Trial, DateTimeOffset At, double Volume);
