using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>Numbers and settings as the report writes them. Four significant digits; NaN and infinities by name.</summary>
internal static class Format
{
    private const double Mebibyte = 1024 * 1024;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Value(double value, MetricUnit unit) => !double.IsFinite(value) ? Number(value) : unit switch
    {
        MetricUnit.Evaluations => value.ToString(Math.Abs(value) < 100 ? "0.#" : "#,0", Invariant),
        MetricUnit.Seconds => $"{Significant(value, 3)} s",
        MetricUnit.Bytes => $"{Significant(value / Mebibyte, 3)} MiB",
        _ => Significant(value, 4),
    };

    public static string Number(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ when Math.Abs(value) is >= 1e-4 and < 1e5 => value.ToString("G4", Invariant) is var text && text.Contains('E') ? value.ToString("0", Invariant) : text,
        _ => value.ToString("0.###e+0", Invariant).Replace("e+", "e", StringComparison.Ordinal),
    };

    /// <summary>+12 %, −3.4 %; the sign is always there.</summary>
    public static string Percent(double value) =>
        !double.IsFinite(value) ? Number(value) : $"{(value < 0 ? "−" : "+")}{PercentSize(value)} %";

    public static string PercentInterval(Estimate percent) => percent.Low == percent.High
        ? Percent(percent.Mean)
        : $"{Percent(percent.Mean)} [{Percent(percent.Low)}, {Percent(percent.High)}]";

    /// <summary>A difference with its sign and interval, in the metric's unit.</summary>
    public static string SignedInterval(Estimate difference, MetricUnit unit)
    {
        var text = $"{(difference.Mean < 0 ? "" : "+")}{Value(difference.Mean, unit)}".Replace('-', '−');
        return Interval(difference, unit) is { Length: > 0 } interval && difference.Low != difference.High ? $"{text} {interval}" : text;
    }

    /// <summary>p = 0.012, p &lt; 0.001.</summary>
    public static string Probability(double p) => p switch
    {
        double.NaN => "untested",
        < 0.001 => "p < 0.001",
        _ => $"p = {p.ToString(p < 0.1 ? "0.000" : "0.00", Invariant)}",
    };

    /// <summary>A number of seeds that a power calculation found: 12 seeds, 10,000 or more seeds.</summary>
    public static string Seeds(int needed) =>
        needed >= PairedPower.MostSeeds ? $"{PairedPower.MostSeeds.ToString("#,0", Invariant)} or more seeds" : Count(needed, "seed", "seeds");

    /// <summary>Hedges' g with its sign; infinite where all seeds show the same difference.</summary>
    public static string Effect(double effect) => double.IsFinite(effect) ? $"{(effect < 0 ? "−" : "+")}{Math.Abs(effect).ToString(Math.Abs(effect) < 10 ? "0.00" : "0", Invariant)}" : Number(effect);

    /// <summary>[low, high] in the unit of <see cref="Value"/> without repeating it, or empty without interval.</summary>
    public static string Interval(Estimate estimate, MetricUnit unit)
    {
        if (!double.IsFinite(estimate.Low)) return "";
        return $"[{Bare(estimate.Low)}, {Bare(estimate.High)}]";

        string Bare(double value) => Value(value, unit).Split(' ')[0];
    }

    /// <summary>A key as a heading: its last part, or the part before it where the last says too little (solver.method is "solver").</summary>
    public static string Heading(string path)
    {
        var parts = path.Split('.');
        return (parts.Length > 1 && parts[^1] is "method" or "kind" ? parts[^2] : parts[^1]).Replace('_', ' ');
    }

    /// <summary>A trial's settings on one line: names speak for themselves, numbers carry the last part of their key.</summary>
    public static string Settings(ImmutableArray<AssignedValue> assignment) => assignment.IsEmpty
        ? "the sweep's base settings"
        : string.Join(" · ", assignment.Select(assigned => assigned.Value is ParameterValue.Text text
            ? text.Value
            : $"{assigned.Path[(assigned.Path.LastIndexOf('.') + 1)..]} {assigned.Value.Label}"));

    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{count.ToString("#,0", Invariant)} {many}";

    private static string PercentSize(double value) => Math.Abs(value) switch
    {
        >= 1e5 => Math.Abs(value).ToString("0.#e+0", Invariant).Replace("e+", "e", StringComparison.Ordinal),
        >= 100 => Math.Abs(value).ToString("#,0", Invariant),
        >= 10 => Math.Abs(value).ToString("0.0", Invariant),
        var size => size.ToString("0.00", Invariant),
    };

    // Trailing zeros stay: columns line up, and 0.0301 beside 0.02907 would claim less than was measured.
    private static string Significant(double value, int digits)
    {
        if (value == 0 || Math.Abs(value) is < 1e-4 or >= 1e9) return Number(value);
        var decimals = Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return value.ToString(decimals == 0 ? "#,0" : $"0.{new string('0', decimals)}", Invariant);
    }
}
