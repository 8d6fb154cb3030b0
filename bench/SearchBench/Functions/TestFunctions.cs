using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.SearchBench.Functions;

/// <summary>The functions of the peer's script, formula by formula, and some that only we measure, so that no setting is tuned to the former alone.</summary>
internal static class TestFunctions
{
    public static ImmutableArray<TestFunction> Shared { get; } =
    [
        new("branin", [Real("x1", -5, 10), Real("x2", 0, 15)], point => [Branin(point["x1"], point["x2"])], 0.39788735772973816),
        new("hartmann6", Reals(6, 0, 1), point => [Hartmann(point.Vector)], -3.322368011391339),
        new("conditional", ConditionalSpace, point => [Conditional(point)], 0),
    ];

    public static ImmutableArray<TestFunction> Own { get; } =
    [
        new("rosenbrock4", Reals(4, -2, 2), point => [Rosenbrock(point.Vector)], 0),
        new("ackley5", Reals(5, -12, 20), point => [Ackley(point.Vector)], 0),
        new("levy3", Reals(3, -10, 10), point => [Levy(point.Vector)], 0),
        new("mixed", MixedSpace, point => [Mixed(point)], 0),
    ];

    public static TestFunction Trivial { get; } = new("trivial",
        [Real("x", -5, 5), Log("lr", 1e-5, 1), Choice("kind", "a", "b", "c")],
        point => [Square(point["x"]) + Square(Math.Log10(point["lr"]) + 3) + "abc".IndexOf(point.Text("kind"), StringComparison.Ordinal) * 0.5], 0);

    private static ImmutableArray<SpaceKey> ConditionalSpace =>
    [
        Choice("opt", "sgd", "adam", "rms"),
        Log("lr", 1e-5, 1),
        new("layers", new ParameterDomain.WholeNumbers(1, 4), null),
        Real("momentum", 0, 0.99) with { When = Is("opt", "sgd") },
        Log("gap", 1e-4, 0.1) with { When = Is("opt", "adam") },
        .. Enumerable.Range(0, 4).Select(k => new SpaceKey($"width_{k}", new ParameterDomain.LogWholeNumbers(8, 512),
            k == 0 ? null : new SpaceCondition.OneOf("layers", [.. Enumerable.Range(k + 1, 4 - k).Select(count => new ParameterValue.Whole(count))]))),
    ];

    private static ImmutableArray<SpaceKey> MixedSpace =>
        [Choice("a", "p", "q", "r", "s"), Choice("b", "p", "q"), new("n", new ParameterDomain.WholeNumbers(0, 20), null), new("d", new ParameterDomain.Decades(-8, -1), null), .. Reals(2, 0, 1)];

    internal static SpaceKey Real(string path, double low, double high) => new(path, new ParameterDomain.Uniform(low, high), null);

    internal static ImmutableArray<SpaceKey> Reals(int count, double low, double high) => [.. Enumerable.Range(1, count).Select(index => Real($"x{index}", low, high))];

    private static SpaceKey Log(string path, double low, double high) => new(path, new ParameterDomain.LogUniform(low, high), null);

    private static SpaceKey Choice(string path, params string[] values) => new(path, new ParameterDomain.Values([.. values.Select(value => new ParameterValue.Text(value))]), null);

    private static SpaceCondition.EqualTo Is(string path, string value) => new(path, new ParameterValue.Text(value));

    private static double Square(double x) => x * x;

    private static double Branin(double x, double y)
        => Square(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;

    private static readonly double[] _hartmannC = [1.0, 1.2, 3.0, 3.2];
    private static readonly double[][] _hartmannA = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
    private static readonly double[][] _hartmannP =
        [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]];

    private static double Hartmann(double[] x)
        => -Enumerable.Range(0, 4).Sum(i => _hartmannC[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => _hartmannA[i][j] * Square(x[j] - _hartmannP[i][j] * 1e-4))));

    private static double Conditional(Point point)
    {
        var optimizer = point.Text("opt");
        var logRate = Math.Log10(point["lr"]);
        var layers = (int)point["layers"];
        var (level, best) = optimizer switch { "sgd" => (0.1, -1.0), "adam" => (0.0, -3.0), _ => (0.05, -2.5) };
        var value = level + 0.3 * Square(logRate - best) + 0.05 * Square(layers - 3);
        if (optimizer == "sgd") value += 0.5 * Square(point["momentum"] - 0.9);
        if (optimizer == "adam") value += 0.05 * Square(Math.Log10(point["gap"]) + 3);
        return value + Enumerable.Range(0, layers).Sum(k => 0.02 * Square(Math.Log2(point[$"width_{k}"]) - (7 - k)));
    }

    private static double Rosenbrock(double[] x) => Enumerable.Range(0, x.Length - 1).Sum(i => 100 * Square(x[i + 1] - x[i] * x[i]) + Square(1 - x[i]));

    private static double Ackley(double[] x)
        => -20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(Square))) - Math.Exp(x.Average(each => Math.Cos(2 * Math.PI * each))) + 20 + Math.E;

    private static double Levy(double[] x)
    {
        double[] w = [.. x.Select(each => 1 + (each - 1) / 4)];
        return Square(Math.Sin(Math.PI * w[0])) + Square(w[^1] - 1) * (1 + Square(Math.Sin(2 * Math.PI * w[^1])))
            + w[..^1].Sum(each => Square(each - 1) * (1 + 10 * Square(Math.Sin(Math.PI * each + 1))));
    }

    /// <summary>Unordered and ordered keys that depend on each other.</summary>
    private static double Mixed(Point point)
    {
        var a = "qrsp".IndexOf(point.Text("a"), StringComparison.Ordinal);
        var shift = point.Text("b") == "p" ? 0.2 : 0.7;
        return 0.3 * a + 0.02 * Square(point["n"] - 13) + 0.1 * Square(Math.Log10(point["d"]) + 5) + 4 * Square(point["x1"] - shift) + 4 * Square(point["x2"] - shift * point["x1"] - 0.3)
            + (point.Text("b") == "p" ? 0.2 : 0);
    }
}
