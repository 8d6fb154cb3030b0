using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>The points of a sweep's own trials, to be found by their values: going through all trials at every suggestion would make each cost more than the last.</summary>
internal sealed class TriedPoints
{
    private readonly Dictionary<Point, int> _trials = [];

    public void Add(ImmutableArray<AssignedValue> point) => _trials[new Point(point)] = _trials.GetValueOrDefault(new Point(point)) + 1;

    public void Remove(ImmutableArray<AssignedValue> point)
    {
        if (_trials.Remove(new Point(point), out var count) && count > 1) _trials.Add(new Point(point), count - 1);
    }

    public bool Contains(ImmutableArray<AssignedValue> point) => _trials.ContainsKey(new Point(point));

    /// <summary>Assignments hold their keys in the order of the space, so equal points are equal lists.</summary>
    private readonly struct Point(ImmutableArray<AssignedValue> values) : IEquatable<Point>
    {
        private readonly ImmutableArray<AssignedValue> _values = values;

        public bool Equals(Point other) => _values.SequenceEqual(other._values);

        public override bool Equals(object? obj) => obj is Point other && Equals(other);

        public override int GetHashCode() => _values.Aggregate(17, (hash, value) => unchecked((31 * hash) + value.GetHashCode()));
    }
}
