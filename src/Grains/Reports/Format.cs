using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports;

/// <summary>Numbers and settings as the report writes them. Four significant digits; NaN and infinities by name.</summary>
internal static class Format
{
    private const double Mebibyte = 1024 * 1024;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Value(double value, MetricUnit unit) => !double.IsFinite(value) ? Number(value) : unit switch
    {
        MetricUnit.Evaluations => value.ToString(Math.Abs(value) < 100 ? "0.#" : "#,0", Invariant),
        MetricUnit.Seconds => $"{Short(value)} s",
        MetricUnit.Bytes => $"{Short(value / Mebibyte)} MiB",
        _ => Number(value),
    };

    public static string Number(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ when Math.Abs(value) is >= 1e-3 and < 1e5 => value.ToString("G4", Invariant) is var text && text.Contains('E') ? value.ToString("0", Invariant) : text,
        _ => value.ToString("0.###e+0", Invariant).Replace("e+", "e", StringComparison.Ordinal),
    };

    /// <summary>+12 %, −3.4 %; the sign is always there.</summary>
    public static string Percent(double value) =>
        !double.IsFinite(value) ? Number(value) : $"{(value < 0 ? "−" : "+")}{PercentSize(value)} %";

    public static string PercentInterval(Estimate percent) => percent.Low == percent.High
        ? Percent(percent.Mean)
        : $"{Percent(percent.Mean)} [{Percent(percent.Low)}, {Percent(percent.High)}]";

    /// <summary>[low, high] in the unit, or empty without interval.</summary>
    public static string Interval(Estimate estimate, MetricUnit unit) =>
        double.IsFinite(estimate.Low) ? $"[{Value(estimate.Low, unit)}, {Value(estimate.High, unit)}]" : "";

    public static string Parameter(ParameterValue value) => value switch
    {
        ParameterValue.Number number => Number(number.Value, value.Display),
        _ => value.Display,
    };

    /// <summary>A trial's settings on one line: names speak for themselves, numbers carry the last part of their key.</summary>
    public static string Settings(ImmutableArray<AssignedValue> assignment) => assignment.IsEmpty
        ? "the sweep's base settings"
        : string.Join(" · ", assignment.Select(assigned => assigned.Value is ParameterValue.Text text
            ? text.Value
            : $"{assigned.Path[(assigned.Path.LastIndexOf('.') + 1)..]} {Parameter(assigned.Value)}"));

    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{count.ToString("#,0", Invariant)} {many}";

    // Settings must come back exactly as given, only without padding such as 1E-05.
    private static string Number(double value, string display) => display.Contains('E', StringComparison.Ordinal)
        ? display.Replace("E+0", "e", StringComparison.Ordinal).Replace("E-0", "e-", StringComparison.Ordinal).Replace("E+", "e", StringComparison.Ordinal).Replace("E", "e", StringComparison.Ordinal)
        : Math.Abs(value) is > 0 and < 0.01 ? value.ToString("0.################e+0", Invariant) : display;

    private static string PercentSize(double value) => Math.Abs(value) switch
    {
        >= 1e5 => Math.Abs(value).ToString("0.#e+0", Invariant).Replace("e+", "e", StringComparison.Ordinal),
        >= 100 => Math.Abs(value).ToString("#,0", Invariant),
        >= 10 => Math.Abs(value).ToString("0.0", Invariant),
        var size => size.ToString("0.00", Invariant),
    };

    private static string Short(double value) => Math.Abs(value) is >= 1000 and < 1e9 ? value.ToString("#,0", Invariant) : Number(Math.Round(value, 6));
}
