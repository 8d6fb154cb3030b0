using MathNet.Numerics.Integration;
using Orchestrator.Grains.Decisions.Search.Gp;

namespace Orchestrator.Grains.Tests.Search.Gp;

public sealed class LogImprovementTests
{
    /// <summary>h(z) = E[max(z − X, 0)]: with t = −z it is exp(−t²/2)/√(2π) · ∫ s·exp(−s·t − s²/2) ds over s > 0, an integral without small numbers.</summary>
    [Theory, InlineData(5), InlineData(1.5), InlineData(0), InlineData(-1), InlineData(-2.999), InlineData(-3.001), InlineData(-8), InlineData(-37), InlineData(-500)]
    public void It_is_the_logarithm_of_the_integral(double z)
    {
        var end = z >= 0 ? 12 + z : Math.Min(12, 60 / -z);
        var integral = GaussLegendreRule.Integrate(s => s * Math.Exp(s * z - 0.5 * s * s), 0, end, 512);
        Assert.Equal(-0.5 * z * z - 0.5 * Math.Log(2 * Math.PI) + Math.Log(integral), LogImprovement.Of(z, out _), 1e-10 * Math.Max(1, z * z));
    }

    [Theory, InlineData(3), InlineData(0.2), InlineData(-2.5), InlineData(-4), InlineData(-40)]
    public void Its_derivative_is_that_of_finite_differences(double z)
    {
        const double Step = 1e-5;
        var slope = (LogImprovement.Of(z + Step, out _) - LogImprovement.Of(z - Step, out _)) / (2 * Step);
        LogImprovement.Of(z, out var derivative);
        Assert.Equal(1, derivative / slope, 1e-6);
    }
}
