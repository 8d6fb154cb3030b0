using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Orchestrator.Grains.Decisions.Search.Learning;

/// <summary>The standard normal distribution.</summary>
internal static class Gauss
{
    /// <summary>log √(2π).</summary>
    public const double LogRoot = 0.91893853320467274178;

    public static double Density(double z) => Math.Exp(-0.5 * z * z - LogRoot);

    public static double Cumulative(double z) => 0.5 * SpecialFunctions.Erfc(-z * Constants.Sqrt1Over2);

    public static double Quantile(double probability) => Normal.InvCDF(0, 1, probability);

    /// <summary>A draw from N(mean, deviation²) cut to [0, 1], for a uniform number.</summary>
    public static double Truncated(double mean, double deviation, double uniform) => Truncated(mean, deviation, 0, 1, uniform);

    /// <summary>A draw from N(mean, deviation²) cut to [low, high], whose ends may be infinite, for a uniform number.</summary>
    public static double Truncated(double mean, double deviation, double low, double high, double uniform)
    {
        var below = Cumulative((low - mean) / deviation);
        var inside = Cumulative((high - mean) / deviation) - below;
        return Math.Clamp(mean + deviation * Quantile(Math.Clamp(below + uniform * inside, double.Epsilon, 1 - 1e-16)), low, high);
    }
}
