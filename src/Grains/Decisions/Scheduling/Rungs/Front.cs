using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling.Rungs;

/// <summary>Placings none of which dominates another.</summary>
internal sealed class Front(ImmutableSortedSet<Placing> members)
{
    private readonly Lazy<ImmutableList<Placing>> _order = new(() => EpsilonNet(members));

    public ImmutableSortedSet<Placing> Members => members;

    /// <summary>Those first that together cover the front best: the best of the first objective, then always the one farthest from all before it.</summary>
    public ImmutableList<Placing> Order => _order.Value;

    private static ImmutableList<Placing> EpsilonNet(ImmutableSortedSet<Placing> members)
    {
        if (members.Count <= 2 || !members[0].IsFinite) return [.. members];
        var (low, span) = Spans(members);
        var order = ImmutableList.CreateBuilder<Placing>();
        var distance = members.ToDictionary(member => member, _ => double.PositiveInfinity);
        var next = members[0];
        while (true)
        {
            order.Add(next);
            distance.Remove(next);
            if (distance.Count == 0) return order.ToImmutable();
            // Members are gone through in their order, and only a larger distance wins, so ties are the earlier one's.
            Placing? farthest = null;
            foreach (var member in members.Where(distance.ContainsKey))
            {
                distance[member] = Math.Min(distance[member], Distance(member, next, low, span));
                if (farthest is null || distance[member] > distance[farthest]) farthest = member;
            }
            next = farthest!;
        }
    }

    private static (double[] Low, double[] Span) Spans(ImmutableSortedSet<Placing> members)
    {
        var objectives = members[0].Costs.Length;
        var low = new double[objectives];
        var span = new double[objectives];
        for (var index = 0; index < objectives; index++)
        {
            low[index] = members.Min(member => member.Costs[index]);
            var width = members.Max(member => member.Costs[index]) - low[index];
            span[index] = width > 0 ? width : 1;
        }
        return (low, span);
    }

    private static double Distance(Placing left, Placing right, double[] low, double[] span)
    {
        var sum = 0.0;
        for (var index = 0; index < low.Length; index++)
        {
            var difference = (left.Costs[index] - low[index]) / span[index] - (right.Costs[index] - low[index]) / span[index];
            sum += difference * difference;
        }
        return sum;
    }
}
