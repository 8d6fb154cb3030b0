using System.Globalization;
using System.Numerics;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>
/// Ranges with a step: values by their index, never accumulated. A step is added in a plain range and a factor in a logarithmic one.
/// Values are rounded to the digits a person would write: the fourth of 0, 0.1, … is 0.3 and not 0.30000000000000004.
/// </summary>
internal static class Steps
{
    /// <summary>Digits of a double that decimal arithmetic of the values keeps.</summary>
    private const int Digits = 15;
    /// <summary>How far the last value may miss the upper end, in steps: decimal fractions are rounded in binary.</summary>
    private const double Slack = 1e-9;
    /// <summary>More values than this are a continuum to any search, and would run out of digits.</summary>
    public const double Most = 1e12;

    /// <summary>Number of values from low to high by adding; null if high is not one of them.</summary>
    public static BigInteger? Count(double low, double high, double step) => Counted((high - low) / step, Math.Max(Math.Abs(low), Math.Abs(high)) / step);

    /// <summary>Number of values from low to high by multiplying; null if high is not one of them.</summary>
    public static BigInteger? CountFactors(double low, double high, double factor) => Counted(Math.Log(high / low) / Math.Log(factor), 0);

    /// <summary>Number of whole values from low to high by multiplying; null if high is not one of them.</summary>
    public static BigInteger? CountFactors(long low, long high, long factor)
    {
        var count = BigInteger.One;
        BigInteger value = low;
        for (; value < high; value *= factor) count++;
        return value == high ? count : null;
    }

    public static double At(double low, double high, double step, BigInteger index)
        => index.IsZero ? low : index == Count(low, high, step) - 1 ? high : Rounded(low + (double)index * step);

    public static double AtFactor(double low, double high, double factor, BigInteger index)
        => index.IsZero ? low : index == CountFactors(low, high, factor) - 1 ? high : Rounded(low * Math.Pow(factor, (double)index));

    public static long AtFactor(long low, long factor, BigInteger index) => (long)(low * BigInteger.Pow(factor, (int)index));

    private static BigInteger? Counted(double steps, double resolution)
    {
        var whole = Math.Round(steps);
        return whole < Most && resolution < Most && Math.Abs(steps - whole) <= Slack * Math.Max(1, whole) ? new BigInteger(whole) + 1 : null;
    }

    private static double Rounded(double value)
        => double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
