using System.Globalization;
using System.Numerics;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>What can be asked of a domain: how many values, which is the n-th, where is this one, draw one.</summary>
internal static class Domains
{
    /// <summary>Null: a continuum.</summary>
    public static BigInteger? Count(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Values values => values.Items.Length,
        ParameterDomain.WholeNumbers whole => (BigInteger)whole.High - whole.Low + 1,
        ParameterDomain.LogWholeNumbers whole => (BigInteger)whole.High - whole.Low + 1,
        ParameterDomain.Decades decades => decades.HighExponent - decades.LowExponent + 1,
        _ => null,
    };

    /// <param name="position">0-based, below <see cref="Count"/>.</param>
    public static ParameterValue At(ParameterDomain domain, BigInteger position) => domain switch
    {
        ParameterDomain.Values values => values.Items[(int)position],
        ParameterDomain.WholeNumbers whole => new ParameterValue.Whole((long)(whole.Low + position)),
        ParameterDomain.LogWholeNumbers whole => new ParameterValue.Whole((long)(whole.Low + position)),
        ParameterDomain.Decades decades => PowerOfTen(decades.LowExponent + (int)position),
        _ => throw new ArgumentException($"{domain} cannot be counted."),
    };

    /// <summary>Null: not in it, or a continuum.</summary>
    public static BigInteger? PositionOf(ParameterDomain domain, ParameterValue value) => domain switch
    {
        ParameterDomain.Values values => values.Items.IndexOf(value) is >= 0 and var index ? index : null,
        ParameterDomain.WholeNumbers whole => Position(value, whole.Low, whole.High),
        ParameterDomain.LogWholeNumbers whole => Position(value, whole.Low, whole.High),
        ParameterDomain.Decades decades => Enumerable.Range(0, decades.HighExponent - decades.LowExponent + 1)
            .Where(step => PowerOfTen(decades.LowExponent + step).Equals(value)).Select(step => (BigInteger?)step).FirstOrDefault(),
        _ => null,
    };

    public static bool Contains(ParameterDomain domain, ParameterValue value) => domain switch
    {
        ParameterDomain.Uniform uniform => value is ParameterValue.Number number && number.Value >= uniform.Low && number.Value <= uniform.High,
        ParameterDomain.LogUniform uniform => value is ParameterValue.Number number && number.Value >= uniform.Low && number.Value <= uniform.High,
        _ => PositionOf(domain, value) is not null,
    };

    /// <summary>The value for a uniform number in [0, 1).</summary>
    /// <remarks>log_int is the floor of a log-uniform number on [low, high + 1): every whole number gets the share of its own interval, both ends included.</remarks>
    public static ParameterValue Draw(ParameterDomain domain, double uniform) => domain switch
    {
        ParameterDomain.Uniform range => new ParameterValue.Number(Between(range.Low + uniform * (range.High - range.Low), range.Low, range.High)),
        ParameterDomain.LogUniform range => new ParameterValue.Number(Between(Geometric(range.Low, range.High, uniform), range.Low, range.High)),
        ParameterDomain.LogWholeNumbers range => new ParameterValue.Whole((long)Between(Math.Floor(Geometric(range.Low, range.High + 1.0, uniform)), range.Low, range.High)),
        _ => At(domain, Scaled(uniform, Count(domain)!.Value)),
    };

    /// <summary>The domain in words: [a, b] or "between 1 and 8".</summary>
    public static string Text(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Values values => $"one of {string.Join(", ", values.Items.Take(20))}",
        ParameterDomain.Uniform range => $"between {range.Low:R} and {range.High:R}",
        ParameterDomain.LogUniform range => $"between {range.Low:R} and {range.High:R}",
        ParameterDomain.WholeNumbers range => $"a whole number from {range.Low} to {range.High}",
        ParameterDomain.LogWholeNumbers range => $"a whole number from {range.Low} to {range.High}",
        ParameterDomain.Decades range => $"a power of ten from {PowerOfTen(range.LowExponent)} to {PowerOfTen(range.HighExponent)}",
        _ => throw new ArgumentException($"{domain} has no text."),
    };

    /// <summary>Exactly the number that 1eN reads as.</summary>
    public static ParameterValue PowerOfTen(int exponent)
        => new ParameterValue.Number(double.Parse($"1e{exponent}", CultureInfo.InvariantCulture));

    private static BigInteger? Position(ParameterValue value, long low, long high)
        => value is ParameterValue.Whole whole && whole.Value >= low && whole.Value <= high ? (BigInteger)whole.Value - low : null;

    private static double Geometric(double low, double high, double uniform) => low * Math.Exp(uniform * Math.Log(high / low));

    private static double Between(double value, double low, double high) => Math.Min(Math.Max(value, low), high);

    /// <summary>floor(uniform · count) in whole-number arithmetic: uniform is a multiple of 2^-53.</summary>
    private static BigInteger Scaled(double uniform, BigInteger count) => (new BigInteger(uniform * (1L << 53)) * count) >> 53;
}
