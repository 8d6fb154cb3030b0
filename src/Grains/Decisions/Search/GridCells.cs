using System.Collections.Immutable;
using System.Numerics;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>
/// The full factorial of a space with conditions, as a numbered list that is never made: cells are counted and decoded by arithmetic.
/// The first key varies slowest; a key counts only where it exists.
/// </summary>
internal sealed class GridCells
{
    private readonly SweepSpec _spec;
    private readonly ImmutableArray<GridKey> _keys;
    private readonly Dictionary<string, BigInteger> _counts = [];

    public GridCells(SweepSpec spec)
    {
        _spec = spec;
        _keys = GridKey.InOrder(spec.Space);
        Total = CountFrom(0, Values.Empty);
    }

    public BigInteger Total { get; }

    /// <param name="number">From 0, below <see cref="Total"/>.</param>
    public ImmutableArray<AssignedValue> Decode(BigInteger number)
    {
        var values = Values.Empty;
        for (var index = 0; index < _keys.Length; index++)
        {
            if (!Exists(_keys[index], values)) continue;
            foreach (var segment in _keys[index].Segments)
            {
                var below = CountFrom(index + 1, values.SetItem(_keys[index].Path, segment.Sample));
                if (number >= below * segment.Length)
                {
                    number -= below * segment.Length;
                    continue;
                }
                values = values.SetItem(_keys[index].Path, Domains.At(_keys[index].Key.Domain, segment.Start + number / below));
                number %= below;
                break;
            }
        }
        return [.. _spec.Space.Where(key => values.ContainsKey(key.Path)).Select(key => new AssignedValue(key.Path, values[key.Path]))];
    }

    /// <summary>The number of a cell; the assignment holds exactly the keys that exist there, with values of their domains.</summary>
    public BigInteger Encode(ImmutableArray<AssignedValue> assignment)
    {
        var given = assignment.ToDictionary(value => value.Path, value => value.Value);
        var values = Values.Empty;
        var number = BigInteger.Zero;
        for (var index = 0; index < _keys.Length; index++)
        {
            var key = _keys[index];
            if (!Exists(key, values)) continue;
            var value = given[key.Path];
            var position = Domains.PositionOf(key.Key.Domain, value) ?? throw new ArgumentException($"{value} is not a value of {key.Path}.");
            foreach (var segment in key.Segments.Where(segment => segment.Start <= position))
                number += CountFrom(index + 1, values.SetItem(key.Path, segment.Sample)) * BigInteger.Min(segment.Length, position - segment.Start);
            values = values.SetItem(key.Path, value);
        }
        return number;
    }

    /// <summary>Completions of a point whose keys before this one are decided.</summary>
    private BigInteger CountFrom(int index, ImmutableDictionary<string, ParameterValue> values)
    {
        if (index == _keys.Length) return BigInteger.One;
        var key = _keys[index];
        // Only the values that later conditions ask about make a difference.
        var situation = $"{index}|{string.Join("|", key.AskedAbout.Select(path => values.GetValueOrDefault(path)?.Display ?? ""))}";
        if (_counts.TryGetValue(situation, out var known)) return known;
        var count = !Exists(key, values)
            ? CountFrom(index + 1, values)
            : key.Segments.Aggregate(BigInteger.Zero, (sum, segment) => sum + segment.Length * CountFrom(index + 1, values.SetItem(key.Path, segment.Sample)));
        return _counts[situation] = count;
    }

    private bool Exists(GridKey key, ImmutableDictionary<string, ParameterValue> values)
        => key.Key.When is null || ConditionRules.Holds(key.Key.When, path => values.TryGetValue(path, out var value) ? value : SpecKeys.Find(path)?.Get(_spec));

    private static class Values
    {
        public static ImmutableDictionary<string, ParameterValue> Empty { get; } = ImmutableDictionary<string, ParameterValue>.Empty;
    }
}
