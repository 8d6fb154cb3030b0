using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>Durations as people write them: 90s, 30m, 2h, 1d, 1h30m, 500ms.</summary>
internal static partial class Durations
{
    public const string Example = "90s, 30m, 2h or 1h30m";

    /// <summary>Null if it is no duration.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success || match.Length == 0) return null;
        var seconds = Part(match, "d") * 86400 + Part(match, "h") * 3600 + Part(match, "m") * 60 + Part(match, "s") + Part(match, "ms") / 1000;
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    /// <summary>The shortest form that <see cref="Parse"/> reads back as the same.</summary>
    public static string Format(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return "0s";
        var milliseconds = (span.Ticks % TimeSpan.TicksPerSecond) / (double)TimeSpan.TicksPerMillisecond;
        var parts = new[] { (span.Days, "d"), (span.Hours, "h"), (span.Minutes, "m"), (span.Seconds, "s") };
        return string.Concat(parts.Where(part => part.Item1 > 0).Select(part => $"{part.Item1}{part.Item2}"))
            + (milliseconds > 0 ? milliseconds.ToString("0.####", CultureInfo.InvariantCulture) + "ms" : "");
    }

    private static double Part(Match match, string unit)
        => match.Groups[unit].Success ? double.Parse(match.Groups[unit].Value, CultureInfo.InvariantCulture) : 0;

    // Not \d: that also takes digits of other scripts, which no number is parsed from.
    [GeneratedRegex(@"^((?<d>[0-9]+(\.[0-9]+)?)d)?((?<h>[0-9]+(\.[0-9]+)?)h)?((?<m>[0-9]+(\.[0-9]+)?)m(?!s))?((?<s>[0-9]+(\.[0-9]+)?)s)?((?<ms>[0-9]+(\.[0-9]+)?)ms)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
