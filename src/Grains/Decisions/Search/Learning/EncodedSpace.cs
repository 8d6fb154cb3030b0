using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search.Learning;

/// <summary>One point as numbers and as it is written.</summary>
/// <param name="Units">One coordinate in [0, 1] per key of the space, in the middle of its cell where values can be counted; NaN where the key does not exist.</param>
internal sealed record EncodedPoint(double[] Units, ImmutableArray<AssignedValue> Assignment);

/// <summary>The space as samplers compute with it: one coordinate in [0, 1] per key.</summary>
internal sealed class EncodedSpace
{
    private readonly SweepSpec _spec;
    private readonly ImmutableArray<int> _order;

    public EncodedSpace(SweepSpec spec)
    {
        _spec = spec;
        _order = SpaceOrder.Of(spec.Space);
        Axes = Axis.Of(spec.Space);
    }

    public ImmutableArray<Axis> Axes { get; }
    public int Count => Axes.Length;

    /// <summary>Width of a cell of a countable axis; 0: a continuum.</summary>
    public double CellOf(int key) => Axes[key].Choices is { } choices ? 1.0 / choices : 0;

    /// <summary>The point with these coordinates.</summary>
    /// <param name="unit">Asked only for keys that exist, each after the keys that its condition asks about.</param>
    public EncodedPoint Point(Func<int, double> unit)
    {
        var units = new double[Count];
        Array.Fill(units, double.NaN);
        var point = new ActiveKeys(_spec);
        foreach (var index in _order)
        {
            if (!point.Exists(_spec.Space[index])) continue;
            var value = Axes[index].FromUnit(unit(index));
            point.Assign(Axes[index].Path, value);
            units[index] = Axes[index].ToUnit(value);
        }
        return new EncodedPoint(units, point.Assignment());
    }

    /// <summary>Coordinates of trials as [key][trial], NaN where a trial lacks the key.</summary>
    public double[][] Columns(IReadOnlyList<TrialRecord> trials)
    {
        var columns = new double[Count][];
        var known = new Dictionary<ParameterValue, double>?[Count];
        for (var key = 0; key < Count; key++)
        {
            columns[key] = new double[trials.Count];
            known[key] = Axes[key].Choices is null ? null : [];
        }
        for (var trial = 0; trial < trials.Count; trial++)
        {
            var next = 0;
            var assignment = trials[trial].Assignment.AsSpan();
            for (var key = 0; key < Count; key++)
            {
                // Assignments are in the order of the space, so one walk through both finds everything.
                var there = next < assignment.Length && assignment[next].Path == Axes[key].Path;
                columns[key][trial] = there ? UnitOf(Axes[key], assignment[next++].Value, known[key]) : double.NaN;
            }
        }
        return columns;
    }

    /// <summary>Countable values are looked up once each: finding one in its domain costs more than all the rest.</summary>
    private static double UnitOf(Axis axis, ParameterValue value, Dictionary<ParameterValue, double>? known)
    {
        if (known is null) return axis.ToUnit(value);
        if (known.TryGetValue(value, out var unit)) return unit;
        return known[value] = axis.ToUnit(value);
    }
}
