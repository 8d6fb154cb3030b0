using Orchestrator.Grains.Decisions.Search.Learning;

namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>log h(z) and its derivative, where h(z) = φ(z) + z·Φ(z) and the expected improvement is σ·h((best − μ)/σ).</summary>
/// <remarks>
/// Ament, Daulton, Eriksson, Balandat, Bakshy, "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS 2023: the
/// logarithm has a gradient where the improvement itself is 0 in double precision. Far below they subtract nearly equal numbers with care; here
/// Laplace's continued fraction of Mills' ratio needs no subtraction: with t = −z and c = 1/(t + 2/(t + 3/(t + …))) the ratio Φ(−t)/φ(t)
/// is 1/(t + c), so h = φ(t)·c/(t + c) and (log h)' = 1/c.
/// </remarks>
internal static class LogImprovement
{
    /// <summary>Below, the fraction is used: it converges fast there, and the plain formula begins to lose digits.</summary>
    private const double Tail = -3;
    private const int Terms = 60;

    public static double Of(double z, out double derivative)
    {
        if (z >= Tail)
        {
            var cumulative = Gauss.Cumulative(z);
            var h = Gauss.Density(z) + z * cumulative;
            derivative = cumulative / h;
            return Math.Log(h);
        }
        var t = -z;
        var rest = 0.0;
        for (var term = Terms; term >= 1; term--) rest = term / (t + rest);
        derivative = 1 / rest;
        return -0.5 * t * t - Gauss.LogRoot + Math.Log(rest / (t + rest));
    }
}
