using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling.Rungs;

/// <summary>A unit's place in a rung. Ordered by the first cost, then by number: ties are the earlier trial's.</summary>
/// <param name="Costs">One per objective, lower is better. All infinite when one of the scores is no finite number.</param>
internal sealed record Placing(ImmutableArray<double> Costs, RunKey Unit) : IComparable<Placing>
{
    public bool IsFinite => double.IsFinite(Costs[0]);

    public static Placing Of(RunKey unit, ImmutableArray<double> scores, ImmutableArray<Objective> objectives)
    {
        var finite = scores.Length == objectives.Length && scores.All(double.IsFinite);
        return new Placing([.. objectives.Select((objective, index) => !finite ? double.PositiveInfinity : objective.Goal == Goal.Maximize ? -scores[index] : scores[index])], unit);
    }

    public bool Dominates(Placing other) => ParetoFront.Dominates(Costs, other.Costs);

    public int CompareTo(Placing? other)
    {
        if (other is null) return 1;
        var byCost = Costs[0].CompareTo(other.Costs[0]);
        return byCost != 0 ? byCost : Unit.CompareTo(other.Unit);
    }

    public bool Equals(Placing? other) => other is not null && Unit == other.Unit && Costs.SequenceEqual(other.Costs);

    public override int GetHashCode() => Unit.GetHashCode();
}
