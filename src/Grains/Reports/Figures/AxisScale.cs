using System.Collections.Immutable;
using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>Maps values to an axis: logarithmic where positive data spans decades, else linear. What the axis cannot show maps to NaN and is not drawn.</summary>
internal sealed record AxisScale(bool IsLogarithmic, double Low, double High)
{
    private const double DecadesForLog = 1.3;
    private const double Padding = 0.04;
    private const int MostLabels = 8;

    /// <param name="values">Values that are not finite are ignored; a value of zero or less makes the axis linear.</param>
    public static AxisScale For(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        if (finite.Length == 0) return new(false, 0, 1);
        var (low, high) = (finite.Min(), finite.Max());
        return low > 0 && Math.Log10(high / low) >= DecadesForLog
            ? Padded(true, Math.Log10(low), Math.Log10(high))
            : Padded(false, low, high);
    }

    /// <summary>Linear from the first value to the last, without padding.</summary>
    public static AxisScale Linear(double low, double high) => high > low ? new(false, low, high) : new(false, low, low + 1);

    public double Map(double value) => !IsLogarithmic ? (double.IsFinite(value) ? value : double.NaN)
        : value > 0 && double.IsFinite(value) ? Math.Log10(value) : double.NaN;

    public ITickGenerator Ticks() => IsLogarithmic
        ? new NumericManual([.. LogTicks()])
        : new NumericAutomatic { LabelFormatter = Label, TickDensity = 0.7 };

    private static AxisScale Padded(bool logarithmic, double low, double high)
    {
        var range = high - low;
        var pad = range > 0 ? Padding * range : Math.Max(Math.Abs(low) * Padding, 1e-9);
        return new(logarithmic, low - pad, high + pad);
    }

    // Labels at 1, 2 and 5 when there are few decades, else at whole decades; small ticks at all whole multiples.
    private IEnumerable<Tick> LogTicks()
    {
        ImmutableArray<int> labelled = High - Low <= 2.5 ? [1, 2, 5] : [1];
        var first = (int)Math.Floor(Low);
        var last = (int)Math.Ceiling(High);
        var every = labelled.Length > 1 ? 1 : Math.Max(1, ((last - first) / MostLabels) + 1);
        for (var decade = first; decade <= last; decade++)
            for (var digit = 1; digit < 10; digit++)
            {
                var position = decade + Math.Log10(digit);
                if (position < Low || position > High) continue;
                var major = labelled.Contains(digit) && (decade - first) % every == 0;
                yield return major ? Tick.Major(position, Label(digit * Math.Pow(10, decade))) : Tick.Minor(position);
            }
    }

    private static string Label(double value) => Math.Abs(value) switch
    {
        >= 1e9 or (> 0 and < 1e-3) => value.ToString("0.###e0", CultureInfo.InvariantCulture),
        >= 1e6 => (value / 1e6).ToString("0.###", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.###", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.######", CultureInfo.InvariantCulture),
    };
}
