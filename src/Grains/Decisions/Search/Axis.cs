using System.Collections.Immutable;
using System.Numerics;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

internal enum AxisKind
{
    /// <summary>A range of real numbers.</summary>
    Continuous,
    /// <summary>Values that can be counted and have an order: whole numbers, steps, decades, lists of numbers, ordered lists.</summary>
    Ordered,
    /// <summary>Values without an order.</summary>
    Categorical,
}

/// <summary>A key of the space as samplers see it: a coordinate in [0, 1], logarithmic where the domain is.</summary>
/// <remarks>
/// A list of numbers is ordered by size, whatever its order in the file. Countable values are cells of equal width in the order of the axis
/// (log_int: of their logarithmic width), and a value stands in the middle of its cell.
/// </remarks>
internal sealed class Axis
{
    /// <summary>Position in the domain of the value of each rank; empty: the same.</summary>
    private readonly ImmutableArray<int> _byRank;

    public Axis(SpaceKey key)
    {
        Key = key;
        Kind = KindOf(key.Domain);
        Choices = Domains.Count(key.Domain) is { } count ? (long)BigInteger.Min(count, long.MaxValue) : null;
        _byRank = key.Domain is ParameterDomain.Values values && Kind is AxisKind.Ordered
            ? [.. Enumerable.Range(0, values.Items.Length).OrderBy(position => Size(values.Items[position])!.Value)]
            : [];
    }

    public SpaceKey Key { get; }
    public string Path => Key.Path;
    public AxisKind Kind { get; }

    /// <summary>How many values there are; null exactly for a continuum.</summary>
    public long? Choices { get; }

    /// <summary>Every axis, in the order of the space.</summary>
    public static ImmutableArray<Axis> Of(ImmutableArray<SpaceKey> space) => [.. space.Select(key => new Axis(key))];

    /// <summary>In [0, 1]; the value must be one of the domain.</summary>
    public double ToUnit(ParameterValue value)
        => _byRank.IsEmpty ? Domains.ToUnit(Key.Domain, value) : Domains.Middle(IndexOf(value), _byRank.Length);

    /// <param name="unit">In [0, 1], both ends included.</param>
    public ParameterValue FromUnit(double unit)
        => _byRank.IsEmpty ? Domains.FromUnit(Key.Domain, unit) : At((long)Domains.Scaled(unit, _byRank.Length));

    /// <summary>0-based rank of a countable value in the order of the axis.</summary>
    public long IndexOf(ParameterValue value)
    {
        var position = Domains.PositionOf(Key.Domain, value) ?? throw new ArgumentException($"{value} is not {Domains.Text(Key.Domain)}.");
        return _byRank.IsEmpty ? (long)position : _byRank.IndexOf((int)position);
    }

    /// <param name="index">0-based, below <see cref="Choices"/>.</param>
    public ParameterValue At(long index) => Domains.At(Key.Domain, _byRank.IsEmpty ? index : _byRank[(int)index]);

    /// <summary>Where the cell of a countable value begins in [0, 1].</summary>
    public double LowerEnd(long index) => Domains.LowerEnd(Key.Domain, index);

    private static AxisKind KindOf(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Values values => values.Items.All(item => Size(item) is not null) ? AxisKind.Ordered : AxisKind.Categorical,
        _ => Domains.Count(domain) is null ? AxisKind.Continuous : AxisKind.Ordered,
    };

    private static double? Size(ParameterValue value) => value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Whole whole => whole.Value,
        _ => null,
    };
}
