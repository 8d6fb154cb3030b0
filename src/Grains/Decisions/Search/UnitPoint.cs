using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>Between points of a space and coordinates in [0, 1], one per key in the order of the space.</summary>
internal static class UnitPoint
{
    /// <summary>The point with these coordinates: only keys that exist there, in the order of the space.</summary>
    /// <param name="unit">Coordinate of the key with this index; asked only for keys that exist, so conditions change no other key's coordinate.</param>
    public static ImmutableArray<AssignedValue> ToAssignment(SweepSpec spec, ImmutableArray<Axis> axes, Func<int, double> unit)
    {
        var point = new ActiveKeys(spec);
        foreach (var index in SpaceOrder.Of(spec.Space))
            if (point.Exists(spec.Space[index])) point.Assign(spec.Space[index].Path, axes[index].FromUnit(unit(index)));
        return point.Assignment();
    }

    /// <summary>Coordinates of a point, NaN where the key does not exist.</summary>
    public static double[] FromAssignment(ImmutableArray<Axis> axes, ImmutableArray<AssignedValue> assignment)
        => [.. axes.Select(axis => assignment.FirstOrDefault(value => value.Path == axis.Path) is { } value ? axis.ToUnit(value.Value) : double.NaN)];
}
