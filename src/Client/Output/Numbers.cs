using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Output;

/// <summary>Numbers as people read them. What is not a number, infinite or absent stays visible as that.</summary>
internal sealed class Numbers(Glyphs glyphs)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Four significant digits.</summary>
    public string Value(double? value) => value switch
    {
        null => glyphs.Dash,
        double.NaN => "NaN",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        0 => "0",
        { } number when Math.Abs(number) is >= 1e-3 and < 1e5 => number.ToString($"F{Math.Clamp(3 - Exponent(number), 0, 6)}", Culture),
        { } number => number.ToString("0.###e+0", Culture),
    };

    /// <summary>Mean and half-width of the interval, both to the place of the half-width's second digit; values that were not finite are told.</summary>
    public string WithInterval(Estimate estimate)
    {
        if (estimate.Count == 0)
            return estimate.NotFinite > 0 ? "not finite" : glyphs.Dash;
        var half = (estimate.High - estimate.Low) / 2;
        var text = !double.IsFinite(half) || half == 0 ? Value(estimate.Mean) : Rounded(estimate.Mean, half);
        return estimate.NotFinite > 0 ? $"{text} ({estimate.NotFinite} not finite)" : text;
    }

    /// <summary>A mean alone, as a count: 950, 12.3k, 4.56M.</summary>
    public string Count(Estimate estimate) => estimate.Count == 0 ? glyphs.Dash : Count(estimate.Mean);

    public static string Count(double count) => Math.Abs(count) switch
    {
        < 999.5 => count.ToString("F0", Culture),
        < 999.5e3 => Scaled(count, 1e3, "k"),
        < 999.5e6 => Scaled(count, 1e6, "M"),
        < 999.5e9 => Scaled(count, 1e9, "G"),
        _ => count.ToString("0.##e+0", Culture),
    };

    public string Bytes(Estimate estimate) => estimate.Count == 0 ? glyphs.Dash : Bytes(estimate.Mean);

    public static string Bytes(double bytes) => Math.Abs(bytes) switch
    {
        < 1000 => $"{bytes.ToString("F0", Culture)} B",
        < 1e6 => $"{Scaled(bytes, 1024, " KiB")}",
        < 1e9 => $"{Scaled(bytes, 1 << 20, " MiB")}",
        _ => $"{Scaled(bytes, 1 << 30, " GiB")}",
    };

    public string Seconds(Estimate estimate) => estimate.Count == 0 ? glyphs.Dash : Value(estimate.Mean);

    /// <summary>1:23 or 1:02:03.</summary>
    public static string Clock(TimeSpan span) =>
        span.TotalHours >= 1 ? $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}" : $"{span.Minutes}:{span.Seconds:00}";

    private string Rounded(double mean, double half)
    {
        // Half of a difference is off by rounding: 0.00099999999999999 is meant as 0.001.
        var lastPlace = Exponent(half * (1 + 1e-9)) - 1;
        var magnitude = Exponent(Math.Max(Math.Abs(mean), half));
        if (magnitude is >= -3 and < 6)
        {
            var decimals = Math.Max(0, -lastPlace);
            return $"{mean.ToString($"F{decimals}", Culture)} {glyphs.PlusMinus} {half.ToString($"F{decimals}", Culture)}";
        }
        var digits = Math.Clamp(magnitude - lastPlace, 0, 15);
        var scale = Math.Pow(10, magnitude);
        return $"({(mean / scale).ToString($"F{digits}", Culture)} {glyphs.PlusMinus} {(half / scale).ToString($"F{digits}", Culture)})e{magnitude}";
    }

    private static string Scaled(double value, double unit, string suffix)
    {
        var scaled = value / unit;
        return $"{scaled.ToString($"F{Math.Clamp(2 - Exponent(scaled), 0, 2)}", Culture)}{suffix}";
    }

    private static int Exponent(double value) => value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)));
}
