using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling.Rungs;

/// <summary>Placings in order, best first. Immutable; the order of adding changes nothing.</summary>
internal abstract class Ranking
{
    public static Ranking Empty(int objectives) => objectives == 1 ? Line.None : FrontRanking.None;

    public abstract int Count { get; }

    public abstract Ranking With(Placing placing);

    public abstract Ranking Without(Placing placing);

    /// <summary>0 for the best.</summary>
    public abstract int PlaceOf(Placing placing);

    /// <summary>The best of <paramref name="waiting"/>, all of them in the ranking, that is among the first <paramref name="places"/>; null: none is.</summary>
    public abstract Placing? BestOf(ImmutableSortedSet<Placing> waiting, int places);

    /// <summary>One objective: a sorted set that knows its positions; every operation in O(log n).</summary>
    private sealed class Line(ImmutableSortedSet<Placing> order) : Ranking
    {
        public static Line None { get; } = new([]);

        public override int Count => order.Count;

        public override Ranking With(Placing placing) => new Line(order.Add(placing));

        public override Ranking Without(Placing placing) => new Line(order.Remove(placing));

        public override int PlaceOf(Placing placing) => order.IndexOf(placing);

        public override Placing? BestOf(ImmutableSortedSet<Placing> waiting, int places)
            => waiting.IsEmpty || PlaceOf(waiting[0]) >= places ? null : waiting[0];
    }
}
