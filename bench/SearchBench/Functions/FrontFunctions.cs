using System.Collections.Immutable;

namespace Orchestrator.SearchBench.Functions;

/// <summary>A function of several objectives.</summary>
/// <param name="Reference">The hypervolume is measured up to this point.</param>
internal sealed record FrontFunction(TestFunction Function, ImmutableArray<double> Reference);

/// <summary>Functions whose Pareto front is known, with the reference points that BoTorch's test problems have.</summary>
/// <remarks>Zitzler, Deb, Thiele, Evol. Comput. 8 (2000): ZDT. Deb, Thiele, Laumanns, Zitzler, CEC 2002: DTLZ2 with ten distance variables.</remarks>
internal static class FrontFunctions
{
    private const int Variables = 30;

    public static ImmutableArray<FrontFunction> All { get; } =
    [
        Zdt("zdt1", (first, g) => 1 - Math.Sqrt(first / g)),
        Zdt("zdt2", (first, g) => 1 - first / g * (first / g)),
        Zdt("zdt3", (first, g) => 1 - Math.Sqrt(first / g) - first / g * Math.Sin(10 * Math.PI * first)),
        new(new("dtlz2", TestFunctions.Reals(12, 0, 1), point => Dtlz2(point.Vector), double.NaN, 3), [1.1, 1.1, 1.1]),
    ];

    private static FrontFunction Zdt(string name, Func<double, double, double> shape)
        => new(new(name, TestFunctions.Reals(Variables, 0, 1), point => Zdt(point.Vector, shape), double.NaN, 2), [11, 11]);

    private static double[] Zdt(double[] x, Func<double, double, double> shape)
    {
        var g = 1 + 9 * x[1..].Average();
        return [x[0], g * shape(x[0], g)];
    }

    private static double[] Dtlz2(double[] x)
    {
        var radius = 1 + x[2..].Sum(value => (value - 0.5) * (value - 0.5));
        var (first, second) = (0.5 * Math.PI * x[0], 0.5 * Math.PI * x[1]);
        return [radius * Math.Cos(first) * Math.Cos(second), radius * Math.Cos(first) * Math.Sin(second), radius * Math.Sin(first)];
    }
}
