using System.Collections.Immutable;

namespace Orchestrator.OdeEngine.Solvers.Tableaus;

/// <summary>The quartic through both ends of a step, both end slopes and a value at the middle.</summary>
/// <remarks>L. F. Shampine, "Some practical Runge–Kutta formulas", Math. Comp. 46 (1986), section 4.</remarks>
internal static class QuarticFit
{
    /// <param name="order">Order of the value at the middle.</param>
    /// <param name="end">Weights of y at the end of the step.</param>
    /// <param name="middle">Weights of y at its middle.</param>
    public static Interpolant Through(int order, ReadOnlySpan<double> end, ReadOnlySpan<double> middle)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<double>>(end.Length);
        for (var i = 0; i < end.Length; i++)
        {
            var first = i == 0 ? 1.0 : 0;
            var last = i == end.Length - 1 ? 1.0 : 0;
            rows.Add([
                first,
                16 * middle[i] - 5 * end[i] - 4 * first + last,
                14 * end[i] - 32 * middle[i] + 5 * first - 3 * last,
                16 * middle[i] - 8 * end[i] - 2 * first + 2 * last,
            ]);
        }
        return Interpolant.Own(order, end, rows.MoveToImmutable());
    }
}
