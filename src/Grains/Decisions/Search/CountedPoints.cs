using System.Collections.Immutable;
using System.Numerics;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>The points of a space of countable values that keep the constraints.</summary>
internal static class CountedPoints
{
    /// <summary>Larger spaces with constraints are not gone through: about a second of work.</summary>
    public const int MostListed = 20_000;

    /// <summary>Cells are counted by cases, each of which takes about a microsecond: a bound on the time of a check, and of every trial of a grid.</summary>
    public const int MostSituations = 20_000;

    public static bool AreCountable(SweepSpec spec)
        => spec.Space.All(key => Domains.Count(key.Domain) is not null) && !(GridKey.Widest(spec.Space)?.Situations > MostSituations);

    /// <summary>Whether <see cref="List"/> may be asked.</summary>
    public static bool CanBeListed(SweepSpec spec) => AreCountable(spec) && new GridCells(spec).Total <= MostListed;

    /// <summary>In the order of the grid.</summary>
    public static IEnumerable<ImmutableArray<AssignedValue>> List(SweepSpec spec)
    {
        var cells = new GridCells(spec);
        for (var number = BigInteger.Zero; number < cells.Total; number++)
            if (cells.Decode(number) is var point && Constraints.Hold(spec, point)) yield return point;
    }

    /// <summary>Null: a continuum, or too many to test each against constraints.</summary>
    public static BigInteger? Count(SweepSpec spec)
    {
        if (!AreCountable(spec)) return null;
        if (spec.Search.Constraints.IsEmpty) return new GridCells(spec).Total;
        return CanBeListed(spec) ? List(spec).Count() : null;
    }
}
