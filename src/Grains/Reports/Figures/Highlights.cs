using System.Collections.Immutable;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>Which trials are drawn in colour: all of them if they are few, else the front, the best and the worst.</summary>
internal sealed record Highlights(ImmutableDictionary<int, Ink> InkByTrial, ImmutableArray<TrialHistory> Trials, bool OthersExist)
{
    public static Highlights Of(ImmutableArray<TrialHistory> drawable, CostFront front, ImmutableArray<TrialHistory> ranked)
    {
        var colours = Ink.Series.Length;
        var chosen = drawable.Length <= colours ? drawable : Chosen(drawable, front, ranked, colours);
        ImmutableArray<TrialHistory> ordered = [.. chosen.OrderBy(history => history.Number)];
        return new(
            ordered.Select((history, i) => (history, i)).ToImmutableDictionary(entry => entry.history.Number, entry => Ink.Series[entry.i]),
            ordered,
            ordered.Length < drawable.Length);
    }

    public Ink Of(TrialHistory history) => InkByTrial.GetValueOrDefault(history.Number, Ink.Muted);

    public bool Contains(TrialHistory history) => InkByTrial.ContainsKey(history.Number);

    public ImmutableArray<LegendEntry> Legend() =>
        [.. Trials.Select(history => new LegendEntry(Of(history), $"{history.Number}: {Format.Settings(history.Trial.Assignment)}")),
            .. OthersExist ? [new LegendEntry(Ink.Muted, "other trials")] : Array.Empty<LegendEntry>()];

    private static ImmutableArray<TrialHistory> Chosen(ImmutableArray<TrialHistory> drawable, CostFront front, ImmutableArray<TrialHistory> ranked, int most)
    {
        IEnumerable<TrialHistory> ends = ranked.IsEmpty ? [] : [ranked[0], ranked[^1]];
        // A long front is represented by evenly spaced members; both ends are among them.
        var room = most - 2;
        var members = front.Members.Length <= room
            ? front.Members
            : [.. Enumerable.Range(0, room).Select(i => front.Members[i * (front.Members.Length - 1) / (room - 1)])];
        var known = drawable.Select(history => history.Number).ToHashSet();
        return [.. ends.Concat(members.Select(point => point.History)).DistinctBy(history => history.Number).Where(history => known.Contains(history.Number)).Take(most)];
    }
}
