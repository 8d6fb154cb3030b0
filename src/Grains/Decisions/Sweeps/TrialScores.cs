using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Sweeps;

/// <summary>
/// Trials ranked by the mean of the first objective over their runs, after the rule of <see cref="TrialRanking"/>.
/// Adding a run again replaces its value.
/// </summary>
internal sealed class TrialScores
{
    private readonly Goal _goal;
    private readonly ImmutableDictionary<int, ImmutableSortedDictionary<int, double>> _values;
    private readonly ImmutableSortedSet<(double Rank, int Trial)> _ranked;

    private TrialScores(Goal goal, ImmutableDictionary<int, ImmutableSortedDictionary<int, double>> values, ImmutableSortedSet<(double, int)> ranked)
        => (_goal, _values, _ranked) = (goal, values, ranked);

    public static TrialScores Empty(Goal goal)
        => new(goal, ImmutableDictionary<int, ImmutableSortedDictionary<int, double>>.Empty, ImmutableSortedSet<(double, int)>.Empty);

    /// <summary>The leading trial; the earlier of two equal ones. Null before any.</summary>
    public TrialScore? Best => _ranked.IsEmpty ? null : new TrialScore(_ranked.Min.Trial, _goal == Goal.Maximize ? -_ranked.Min.Rank : _ranked.Min.Rank);

    /// <param name="score">What <see cref="TrialRanking.Score"/> makes of the run. Null takes back what the run said before.</param>
    public TrialScores With(int trial, int replicate, double? score)
    {
        var before = _values.GetValueOrDefault(trial, ImmutableSortedDictionary<int, double>.Empty);
        var after = score is { } value ? before.SetItem(replicate, value) : before.Remove(replicate);
        if (ReferenceEquals(before, after)) return this;
        var ranked = Rank(before) is { } old ? _ranked.Remove((old, trial)) : _ranked;
        if (Rank(after) is { } rank) ranked = ranked.Add((rank, trial));
        return new TrialScores(_goal, _values.SetItem(trial, after), ranked);
    }

    private double? Rank(ImmutableSortedDictionary<int, double> values) =>
        TrialRanking.Mean(values.Values) is { } mean ? (_goal == Goal.Maximize ? -mean : mean) : null;
}

/// <param name="Mean">Of the first objective over finished runs.</param>
internal sealed record TrialScore(int Trial, double Mean);
