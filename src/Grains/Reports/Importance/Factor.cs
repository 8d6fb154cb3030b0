using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Importance;

/// <summary>A key of the space as a coordinate of the forest: a range mapped to [0, 1], or the distinct values that trials took.</summary>
/// <param name="Levels">The values, in order where they are numbers; empty: a range.</param>
/// <param name="Ordered">Values that lie side by side are alike.</param>
internal sealed record Factor(string Path, ImmutableArray<ParameterValue> Levels, bool Ordered, Func<double, double> Position)
{
    /// <summary>More distinct values than this are taken as a range: a set of levels is one machine word.</summary>
    public const int MostLevels = 64;

    public bool IsRange => Levels.IsEmpty;

    /// <summary>The coordinate of a value: its position in [0, 1] or its level; NaN where the key does not exist for the trial.</summary>
    public double Coordinate(ParameterValue? value) => value switch
    {
        null => double.NaN,
        _ when !IsRange => Levels.IndexOf(value),
        _ => Math.Clamp(Position(Number(value)), 0, 1),
    };

    /// <summary>Null where fewer than two values were tried: what does not vary decides nothing.</summary>
    public static Factor? Of(SpaceKey key, IEnumerable<ParameterValue> tried)
    {
        ImmutableArray<ParameterValue> distinct = [.. tried.Distinct()];
        if (distinct.Length < 2) return null;
        var numeric = distinct.All(value => value is ParameterValue.Number or ParameterValue.Whole);
        if (Range(key.Domain) is { } range && numeric) return new(key.Path, [], true, range);
        if (distinct.Length <= MostLevels) return new(key.Path, numeric ? [.. distinct.OrderBy(Number)] : distinct, numeric, position => position);
        if (!numeric) return null;
        var (low, high) = (distinct.Min(Number), distinct.Max(Number));
        return new(key.Path, [], true, value => (value - low) / (high - low));
    }

    // Uniform in this coordinate is how the domain draws; whole numbers sit in the middle of their share.
    private static Func<double, double>? Range(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Uniform { Low: var low, High: var high } when high > low => value => (value - low) / (high - low),
        ParameterDomain.LogUniform { Low: var low, High: var high } when high > low => value => Math.Log(value / low) / Math.Log(high / low),
        ParameterDomain.WholeNumbers { Low: var low, High: var high } when high - low >= MostLevels => value => (value - low + 0.5) / (high - low + 1.0),
        ParameterDomain.LogWholeNumbers { Low: var low, High: var high } when high - low >= MostLevels => value => Math.Log((value + 0.5) / low) / Math.Log((high + 1.0) / low),
        _ => null,
    };

    private static double Number(ParameterValue value) => value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Whole whole => whole.Value,
        _ => double.NaN,
    };
}
