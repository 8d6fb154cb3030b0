using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>Amounts of memory as people write them: 512MiB, 1.5GiB, 24GB, 4096.</summary>
internal static partial class ByteSizes
{
    public const string Example = "512MiB, 1.5GiB or 24GB";

    /// <summary>Largest first.</summary>
    private static readonly (string Unit, long Bytes)[] Units =
        [("TiB", 1L << 40), ("TB", 1_000_000_000_000), ("GiB", 1L << 30), ("GB", 1_000_000_000), ("MiB", 1L << 20), ("MB", 1_000_000), ("KiB", 1L << 10), ("kB", 1000), ("B", 1)];

    /// <summary>Bytes, a fraction of one rounded up; null if it is no amount, or more than an exabyte.</summary>
    public static long? Parse(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success) return null;
        var unit = match.Groups["unit"].Success ? Units.Single(each => each.Unit == match.Groups["unit"].Value).Bytes : 1;
        var bytes = Math.Ceiling(decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * unit);
        return bytes < 1_000_000_000_000_000_000m ? (long)bytes : null;
    }

    /// <summary>In the largest unit that it is a whole number of; <see cref="Parse"/> reads it back as the same.</summary>
    public static string Format(long bytes)
    {
        var (unit, size) = Units.First(each => bytes >= each.Bytes && bytes % each.Bytes == 0 || each.Bytes == 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
    }

    // Decimal holds so many digits and a unit.
    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]{1,6})?) ?(?<unit>TiB|TB|GiB|GB|MiB|MB|KiB|kB|B)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
