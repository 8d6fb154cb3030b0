using System.Globalization;
using System.Numerics;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>What can be asked of a domain: how many values, which is the n-th, where is this one, which belongs to a number in [0, 1].</summary>
internal static class Domains
{
    /// <summary>Null: a continuum.</summary>
    public static BigInteger? Count(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Values values => values.Items.Length,
        ParameterDomain.Ordered values => values.Items.Length,
        ParameterDomain.WholeNumbers { Step: { } step } whole => ((BigInteger)whole.High - whole.Low) / step + 1,
        ParameterDomain.WholeNumbers whole => (BigInteger)whole.High - whole.Low + 1,
        ParameterDomain.LogWholeNumbers { Step: { } factor } whole => Steps.CountFactors(whole.Low, whole.High, factor) ?? throw OffStep(domain),
        ParameterDomain.LogWholeNumbers whole => (BigInteger)whole.High - whole.Low + 1,
        ParameterDomain.Uniform { Step: { } step } range => Steps.Count(range.Low, range.High, step) ?? throw OffStep(domain),
        ParameterDomain.LogUniform { Step: { } factor } range => Steps.CountFactors(range.Low, range.High, factor) ?? throw OffStep(domain),
        ParameterDomain.Decades decades => decades.HighExponent - decades.LowExponent + 1,
        _ => null,
    };

    /// <param name="position">0-based, below <see cref="Count"/>.</param>
    public static ParameterValue At(ParameterDomain domain, BigInteger position) => domain switch
    {
        ParameterDomain.Values values => values.Items[(int)position],
        ParameterDomain.Ordered values => values.Items[(int)position],
        ParameterDomain.WholeNumbers whole => new ParameterValue.Whole((long)(whole.Low + position * (whole.Step ?? 1))),
        ParameterDomain.LogWholeNumbers { Step: { } factor } whole => new ParameterValue.Whole(Steps.AtFactor(whole.Low, factor, position)),
        ParameterDomain.LogWholeNumbers whole => new ParameterValue.Whole((long)(whole.Low + position)),
        ParameterDomain.Uniform { Step: { } step } range => new ParameterValue.Number(Steps.At(range.Low, range.High, step, position)),
        ParameterDomain.LogUniform { Step: { } factor } range => new ParameterValue.Number(Steps.AtFactor(range.Low, range.High, factor, position)),
        ParameterDomain.Decades decades => PowerOfTen(decades.LowExponent + (int)position),
        _ => throw new ArgumentException($"{domain} cannot be counted."),
    };

    /// <summary>Null: not in it, or a continuum.</summary>
    public static BigInteger? PositionOf(ParameterDomain domain, ParameterValue value) => domain switch
    {
        ParameterDomain.Values values => values.Items.IndexOf(value) is >= 0 and var index ? index : null,
        ParameterDomain.Ordered values => values.Items.IndexOf(value) is >= 0 and var index ? index : null,
        ParameterDomain.WholeNumbers range => value is ParameterValue.Whole whole ? Verified(domain, value, ((BigInteger)whole.Value - range.Low) / (range.Step ?? 1)) : null,
        ParameterDomain.LogWholeNumbers { Step: { } factor } range => value is ParameterValue.Whole { Value: > 0 } whole ? Verified(domain, value, Nearest(Math.Log((double)whole.Value / range.Low) / Math.Log(factor))) : null,
        ParameterDomain.LogWholeNumbers range => value is ParameterValue.Whole whole ? Verified(domain, value, (BigInteger)whole.Value - range.Low) : null,
        ParameterDomain.Uniform { Step: { } step } range => value is ParameterValue.Number number ? Verified(domain, value, Nearest((number.Value - range.Low) / step)) : null,
        ParameterDomain.LogUniform { Step: { } factor } range => value is ParameterValue.Number { Value: > 0 } number ? Verified(domain, value, Nearest(Math.Log(number.Value / range.Low) / Math.Log(factor))) : null,
        ParameterDomain.Decades decades => value is ParameterValue.Number { Value: > 0 } number ? Verified(domain, value, Nearest(Math.Log10(number.Value)) - decades.LowExponent) : null,
        _ => null,
    };

    public static bool Contains(ParameterDomain domain, ParameterValue value) => domain switch
    {
        ParameterDomain.Uniform { Step: null } range => value is ParameterValue.Number number && number.Value >= range.Low && number.Value <= range.High,
        ParameterDomain.LogUniform { Step: null } range => value is ParameterValue.Number number && number.Value >= range.Low && number.Value <= range.High,
        _ => PositionOf(domain, value) is not null,
    };

    /// <summary>The value for a number in [0, 1]: a continuum in its own scale, and for what can be counted cells of equal width.</summary>
    /// <remarks>log_int is the floor of a log-uniform number on [low, high + 1): every whole number gets the share of its own interval, both ends included.</remarks>
    public static ParameterValue FromUnit(ParameterDomain domain, double unit) => domain switch
    {
        ParameterDomain.Uniform { Step: null } range => new ParameterValue.Number(Between(range.Low + unit * (range.High - range.Low), range.Low, range.High)),
        ParameterDomain.LogUniform { Step: null } range => new ParameterValue.Number(Between(Geometric(range.Low, range.High, unit), range.Low, range.High)),
        ParameterDomain.LogWholeNumbers { Step: null } range => new ParameterValue.Whole((long)Between(Math.Floor(Geometric(range.Low, range.High + 1.0, unit)), range.Low, range.High)),
        _ => At(domain, Scaled(unit, Count(domain)!.Value)),
    };

    /// <summary>Where a value of the domain lies in [0, 1]: the middle of its cell if it can be counted, so that <see cref="FromUnit"/> finds it again.</summary>
    public static double ToUnit(ParameterDomain domain, ParameterValue value) => domain switch
    {
        ParameterDomain.Uniform { Step: null } range => Between((NumberOf(value) - range.Low) / (range.High - range.Low), 0, 1),
        ParameterDomain.LogUniform { Step: null } range => Between(Math.Log(NumberOf(value) / range.Low) / Math.Log(range.High / range.Low), 0, 1),
        ParameterDomain.LogWholeNumbers { Step: null } range => Between(Math.Log((NumberOf(value) + 0.5) / range.Low) / Math.Log((range.High + 1.0) / range.Low), 0, 1),
        _ => Middle(PositionOf(domain, value) ?? throw new ArgumentException($"{value} is not {Text(domain)}."), Count(domain)!.Value),
    };

    /// <summary>Where the cell of a countable value begins in [0, 1].</summary>
    public static double LowerEnd(ParameterDomain domain, BigInteger position) => domain switch
    {
        ParameterDomain.LogWholeNumbers { Step: null } range => Math.Log((range.Low + (double)position) / range.Low) / Math.Log((range.High + 1.0) / range.Low),
        _ => (double)position / (double)(Count(domain) ?? throw new ArgumentException($"{domain} cannot be counted.")),
    };

    /// <summary>The middle of one of <paramref name="count"/> cells of [0, 1].</summary>
    public static double Middle(BigInteger position, BigInteger count) => ((double)position + 0.5) / (double)count;

    /// <summary>The cell of [0, 1] that a number lies in: floor(unit · count) in whole-number arithmetic, at most the last.</summary>
    public static BigInteger Scaled(double unit, BigInteger count) => BigInteger.Min((new BigInteger(unit * (1L << 53)) * count) >> 53, count - 1);

    /// <summary>The domain in words: "one of a, b" or "between 1 and 8".</summary>
    public static string Text(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Values values => $"one of {string.Join(", ", values.Items.Take(20))}",
        ParameterDomain.Ordered values => $"one of {string.Join(", ", values.Items.Take(20))}",
        ParameterDomain.Uniform range => $"between {range.Low:R} and {range.High:R}{(range.Step is { } step ? $" in steps of {step:R}" : "")}",
        ParameterDomain.LogUniform range => $"between {range.Low:R} and {range.High:R}{(range.Step is { } factor ? $" in factors of {factor:R}" : "")}",
        ParameterDomain.WholeNumbers range => $"a whole number from {range.Low} to {range.High}{(range.Step is { } step ? $" in steps of {step}" : "")}",
        ParameterDomain.LogWholeNumbers range => $"a whole number from {range.Low} to {range.High}{(range.Step is { } factor ? $" in factors of {factor}" : "")}",
        ParameterDomain.Decades range => $"a power of ten from {PowerOfTen(range.LowExponent)} to {PowerOfTen(range.HighExponent)}",
        _ => throw new ArgumentException($"{domain} has no text."),
    };

    /// <summary>Exactly the number that 1eN reads as.</summary>
    public static ParameterValue PowerOfTen(int exponent)
        => new ParameterValue.Number(double.Parse($"1e{exponent}", CultureInfo.InvariantCulture));

    /// <summary>The position, if the value is really there.</summary>
    private static BigInteger? Verified(ParameterDomain domain, ParameterValue value, BigInteger position)
        => position >= 0 && position < Count(domain) && At(domain, position).Equals(value) ? position : null;

    private static BigInteger Nearest(double position) => double.IsFinite(position) ? new BigInteger(Math.Round(position)) : BigInteger.MinusOne;

    private static double NumberOf(ParameterValue value) => value switch
    {
        ParameterValue.Number number => number.Value,
        ParameterValue.Whole whole => whole.Value,
        _ => throw new ArgumentException($"{value} is no number."),
    };

    private static double Geometric(double low, double high, double unit) => low * Math.Exp(unit * Math.Log(high / low));

    private static double Between(double value, double low, double high) => Math.Min(Math.Max(value, low), high);

    private static ArgumentException OffStep(ParameterDomain domain) => new($"The upper end of {Text(domain)} is not on its step; specs are checked against that.");
}
