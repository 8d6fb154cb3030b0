using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling.Rungs;

/// <summary>Several objectives: fronts of non-dominated placings, within a front in the order of an ε-net.</summary>
/// <remarks>
/// Schmucker, Donini, Zafar, Salinas, Archambeau, "Multi-objective asynchronous successive halving", 2021, section 4: non-dominated
/// sorting with the ε-net as tie-break. Fronts are kept when one is added, which moves the few that it dominates down: Li, Deb, Zhang,
/// Kwong, "Efficient nondomination level update", 2017.
/// </remarks>
internal sealed class FrontRanking : Ranking
{
    private readonly ImmutableArray<Front> _fronts;

    private FrontRanking(ImmutableArray<Front> fronts) => (_fronts, Count) = (fronts, fronts.Sum(front => front.Members.Count));

    public static FrontRanking None { get; } = new([]);

    public override int Count { get; }

    public override Ranking With(Placing placing)
    {
        var fronts = _fronts.ToBuilder();
        ImmutableSortedSet<Placing> sinking = [placing];
        for (var level = FirstNotDominating(placing); !sinking.IsEmpty; level++)
        {
            if (level == fronts.Count)
            {
                fronts.Add(new Front(sinking));
                break;
            }
            var beaten = fronts[level].Members.Where(member => sinking.Any(better => better.Dominates(member))).ToImmutableSortedSet();
            fronts[level] = new Front(fronts[level].Members.Except(beaten).Union(sinking));
            sinking = beaten;
        }
        return new FrontRanking(fronts.ToImmutable());
    }

    /// <summary>Rare: a trial whose mean has changed because a failed replicate was repeated. Built anew.</summary>
    public override Ranking Without(Placing placing)
        => _fronts.SelectMany(front => front.Members).Where(member => member != placing).Aggregate((Ranking)None, (ranking, member) => ranking.With(member));

    public override int PlaceOf(Placing placing)
    {
        var before = 0;
        foreach (var front in _fronts)
        {
            if (front.Members.Contains(placing)) return before + front.Order.IndexOf(placing);
            before += front.Members.Count;
        }
        return -1;
    }

    public override Placing? BestOf(ImmutableSortedSet<Placing> waiting, int places)
    {
        var before = 0;
        for (var level = 0; level < _fronts.Length && before < places && !waiting.IsEmpty; level++)
        {
            var found = _fronts[level].Order.Take(places - before).FirstOrDefault(waiting.Contains);
            if (found is not null) return found;
            before += _fronts[level].Members.Count;
        }
        return null;
    }

    /// <summary>Whether a front dominates the placing falls from yes to no once, front by front.</summary>
    private int FirstNotDominating(Placing placing)
    {
        var (low, high) = (0, _fronts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_fronts[middle].Members.Any(member => member.Dominates(placing))) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
