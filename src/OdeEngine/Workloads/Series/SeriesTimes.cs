using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.OdeEngine.Workloads.Series;

/// <summary>
/// A time column: all numbers, or all ISO 8601 dates or date-times, either all with an offset (Z, +02:00) or all without (then UTC, with a
/// remark). Times must rise strictly. Nothing depends on the machine's time zone.
/// </summary>
internal sealed record SeriesTimes(SeriesTimeAxis Axis, ImmutableArray<double> Values, ImmutableArray<string> Remarks)
{
    /// <summary>Spans beyond this are told in days: seconds would have no readable digits.</summary>
    private static readonly TimeSpan LongestInSeconds = TimeSpan.FromDays(3);

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM", "yyyy/MM/dd",
    ];

    /// <summary>Null when errors were found.</summary>
    public static SeriesTimes? Read(string column, IReadOnlyList<Cell> cells, List<SeriesError> errors)
    {
        var before = errors.Count;
        foreach (var cell in cells.Where(cell => cell.IsMissing))
            errors.Add(new SeriesError(cell.Line, column, "The time is missing; every row needs one."));
        var given = cells.Where(cell => !cell.IsMissing).ToList();
        if (given.Count == 0)
        {
            errors.Add(new SeriesError(null, column, "The file has no rows with a time."));
            return null;
        }
        var times = IsNumber(given[0].Text, out _) ? Numbers(column, given, errors) : Dates(column, given, errors);
        return errors.Count > before ? null : times;
    }

    private static SeriesTimes Numbers(string column, List<Cell> cells, List<SeriesError> errors)
    {
        var values = new List<Stamp>();
        foreach (var cell in cells)
        {
            if (IsNumber(cell.Text, out var value))
                values.Add(new Stamp(value, cell));
            else
                errors.Add(new SeriesError(cell.Line, column, $"'{cell.Text}' is not a finite number as the times before it are."));
        }
        CheckRising(column, values, errors);
        return new SeriesTimes(new SeriesTimeAxis("", null), [.. values.Select(stamp => stamp.Value)], []);
    }

    private static SeriesTimes Dates(string column, List<Cell> cells, List<SeriesError> errors)
    {
        var withOffset = HasOffset(cells[0].Text);
        var odd = cells.FindIndex(cell => HasOffset(cell.Text) != withOffset);
        if (odd >= 0)
            errors.Add(new SeriesError(cells[odd].Line, column, $"'{cells[odd].Text}' is {(withOffset ? "without" : "with")} an offset while the rows before it are {(withOffset ? "with" : "without")} one; give all rows an offset or none."));
        var stamps = new List<Stamp>();
        DateTimeOffset? origin = null;
        foreach (var cell in cells)
        {
            if (!TryDate(cell.Text, out var date))
            {
                errors.Add(new SeriesError(cell.Line, column, $"'{cell.Text}' is neither a number nor an ISO 8601 date; write for example 1900.5, 2024-10-27 or 2024-10-27T01:30:00+02:00."));
                continue;
            }
            origin ??= date;
            stamps.Add(new Stamp((date - origin.Value).TotalSeconds, cell));
        }
        CheckRising(column, stamps, errors);
        var days = stamps.Count > 0 && stamps[^1].Value > LongestInSeconds.TotalSeconds;
        var unit = days ? TimeSpan.FromDays(1).TotalSeconds : 1;
        return new SeriesTimes(
            new SeriesTimeAxis(days ? "d" : "s", origin),
            [.. stamps.Select(stamp => stamp.Value / unit)],
            withOffset ? [] : [$"Times in column {column} carry no offset and were read as UTC."]);
    }

    private static void CheckRising(string column, List<Stamp> stamps, List<SeriesError> errors)
    {
        for (var i = 1; i < stamps.Count; i++)
        {
            var (earlier, later) = (stamps[i - 1], stamps[i]);
            if (later.Value == earlier.Value)
                errors.Add(new SeriesError(later.Cell.Line, column, $"The time {later.Cell.Text} occurs twice, on lines {earlier.Cell.Line} and {later.Cell.Line}; every time may occur once."));
            else if (later.Value < earlier.Value)
                errors.Add(new SeriesError(later.Cell.Line, column, $"The time {later.Cell.Text} comes after {earlier.Cell.Text} on line {earlier.Cell.Line}; times must rise, so sort the file by time."));
        }
    }

    private static bool IsNumber(string text, out double value)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static bool TryDate(string text, out DateTimeOffset date)
        => DateTimeOffset.TryParseExact(Canonical(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);

    /// <summary>A blank between date and time is as good as a T.</summary>
    private static string Canonical(string text) => text.Length > 10 && text[10] == ' ' ? string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)) : text;

    private static bool HasOffset(string text)
        => text.Length > 11 && (text[^1] is 'Z' or 'z' || text.AsSpan(11).IndexOfAny('+', '-') >= 0);

    private readonly record struct Stamp(double Value, Cell Cell);
}
