using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>Attempts on devices over time: a bar from start to end in the lane of its device; attempts that ran side by side have lanes of their own.</summary>
internal static class TimelineSeries
{
    /// <summary>Newest attempts that are drawn: more bars than pixels say nothing.</summary>
    public const int MostAttempts = 1000;

    public static ImmutableArray<FigureSeries> Of(ImmutableArray<AttemptRow> attempts)
    {
        var ended = attempts.Where(attempt => attempt.EndedAt is not null).OrderByDescending(attempt => attempt.StartedAt).Take(MostAttempts)
            .OrderBy(attempt => attempt.StartedAt).ThenBy(attempt => attempt.Epoch).ToImmutableArray();
        if (ended.IsEmpty) return [];
        var lanes = new Lanes();
        var placed = ended.Select(attempt => (attempt, Lane: lanes.Place(attempt))).ToImmutableArray();
        var rows = lanes.Names;
        var traces = placed.GroupBy(entry => Kind(entry.attempt.End)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new FigureTrace(
            group.Key, TraceStyle.Bars, [.. group.Select(entry => Seconds(entry.attempt.StartedAt))], [.. group.Select(entry => (double)rows.IndexOf(entry.Lane))],
            [.. group.Select(entry => $"trial {entry.attempt.Run.TrialNumber}, replicate {entry.attempt.Run.Replicate}, attempt {entry.attempt.Attempt}: {entry.attempt.End}")])
        { High = [.. group.Select(entry => Seconds(entry.attempt.EndedAt!.Value))] });
        var left = attempts.Length - ended.Length;
        return
        [
            new("timeline", "Attempts on devices", new("time (UTC)", AxisKind.Time), new("", AxisKind.Linear), [.. traces],
                "A bar is an attempt, from its start to its end; a row is a slot of a device." + (left > 0 ? $" {left} attempts that are under way or older are not drawn." : "")) { Rows = rows },
        ];
    }

    // "failed: cause" is one colour, the cause stands in the label.
    private static string Kind(string end) => end.Split(':')[0];

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Slots of devices: an attempt takes the first one that is free when it starts.</summary>
    private sealed class Lanes
    {
        private readonly Dictionary<string, List<DateTimeOffset>> _busyUntil = new(StringComparer.Ordinal);

        public ImmutableArray<string> Names => [.. _busyUntil.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.Select((_, slot) => Name(entry.Key, slot)))];

        public string Place(AttemptRow attempt)
        {
            var device = attempt.Device;
            if (!_busyUntil.TryGetValue(device, out var slots)) _busyUntil[device] = slots = [];
            var slot = slots.FindIndex(until => until <= attempt.StartedAt);
            if (slot < 0)
            {
                slot = slots.Count;
                slots.Add(default);
            }

            slots[slot] = attempt.EndedAt!.Value;
            return Name(device, slot);
        }

        private static string Name(string device, int slot) => $"{device} · {slot + 1}";
    }
}
