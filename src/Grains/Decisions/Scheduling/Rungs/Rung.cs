using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling.Rungs;

/// <summary>Everybody who has reached a level, ranked, and who of them is paused there. Immutable; the order of arrival changes nothing.</summary>
public sealed class Rung
{
    private readonly ImmutableArray<Objective> _objectives;
    private readonly ImmutableDictionary<RunKey, Placing> _placings;
    private readonly Ranking _ranking;
    private readonly ImmutableSortedSet<Placing> _byCost;
    private readonly ImmutableSortedSet<Placing> _waiting;

    private Rung(
        ImmutableArray<Objective> objectives, ImmutableDictionary<RunKey, Placing> placings, Ranking ranking, ImmutableSortedSet<Placing> byCost, ImmutableSortedSet<Placing> waiting)
        => (_objectives, _placings, _ranking, _byCost, _waiting) = (objectives, placings, ranking, byCost, waiting);

    internal static Rung Empty(ImmutableArray<Objective> objectives)
        => new(objectives, ImmutableDictionary<RunKey, Placing>.Empty, Ranking.Empty(objectives.Length), [], []);

    public int Count => _byCost.Count;

    /// <summary>0 for the best; null: the unit has not arrived, or with no finite score.</summary>
    public int? PlaceOf(RunKey unit)
        => _placings.TryGetValue(unit, out var placing) && placing.IsFinite ? _ranking.PlaceOf(placing) : null;

    /// <summary>The best paused unit among the first <paramref name="places"/> of all; null: none. Only finite scores count.</summary>
    public RunKey? BestWaiting(int places) => _ranking.BestOf(_waiting, places) is { IsFinite: true } best ? best.Unit : null;

    /// <summary>Everybody who has arrived, in no order.</summary>
    public IEnumerable<RunKey> Units => _placings.Keys;

    /// <summary>The unit with the least finite cost in the first objective; null: none.</summary>
    public RunKey? Cheapest => Count > 0 && _byCost[0].IsFinite ? _byCost[0].Unit : null;

    /// <summary>The unit's cost in the first objective: lower is better, infinite for a score that is no finite number; null: it has not arrived.</summary>
    public double? CostOf(RunKey unit) => _placings.TryGetValue(unit, out var placing) ? placing.Costs[0] : null;

    /// <summary>Number of the others that arrived.</summary>
    public int PeersOf(RunKey unit) => Count - (_placings.ContainsKey(unit) ? 1 : 0);

    /// <summary>The cost in the first objective that so many percent of the others do not exceed, between two of them by a straight line; needs a peer.</summary>
    public double PeerPercentile(RunKey unit, double percent)
    {
        var own = _placings.TryGetValue(unit, out var placing) ? _byCost.IndexOf(placing) : int.MaxValue;
        var position = percent / 100 * (PeersOf(unit) - 1);
        var lower = (int)position;
        var (below, share) = (PeerCost(lower, own), position - lower);
        return share == 0 ? below : below + share * (PeerCost(lower + 1, own) - below);
    }

    private double PeerCost(int place, int own) => _byCost[place < own ? place : place + 1].Costs[0];

    internal Rung With(RunKey unit, ImmutableArray<double> scores, bool waits)
    {
        var placing = Placing.Of(unit, scores, _objectives);
        var (ranking, byCost, waiting) = (_ranking, _byCost, _waiting);
        if (_placings.TryGetValue(unit, out var before))
        {
            if (before == placing && waiting.Contains(placing) == waits) return this;
            waiting = waiting.Remove(before);
            if (before != placing) (ranking, byCost) = (ranking.Without(before).With(placing), byCost.Remove(before).Add(placing));
        }
        else
        {
            (ranking, byCost) = (ranking.With(placing), byCost.Add(placing));
        }
        return new Rung(_objectives, _placings.SetItem(unit, placing), ranking, byCost, waits ? waiting.Add(placing) : waiting);
    }
}
