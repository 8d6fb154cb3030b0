namespace Orchestrator.Grains.Decisions.Search.CmaEs;

/// <summary>The coordinates that mean one value of an ordered key; infinite at the ends of the domain, beyond which there is no other value.</summary>
internal readonly record struct Cell(double Low, double High)
{
    /// <summary>The cell that a coordinate lies in.</summary>
    public static Cell Of(Axis axis, double unit)
    {
        var index = axis.IndexOf(axis.FromUnit(Math.Clamp(unit, 0, 1)));
        return new Cell(index == 0 ? double.NegativeInfinity : axis.LowerEnd(index), index + 1 == axis.Choices ? double.PositiveInfinity : axis.LowerEnd(index + 1));
    }
}
