namespace Orchestrator.OdeEngine.Solvers.Tableaus;

/// <summary>The 5(4) pair of Tsitouras with its free fourth-order dense output.</summary>
/// <remarks>Ch. Tsitouras, "Runge–Kutta pairs of order 5(4) satisfying only the first column simplifying assumption", Comput. Math. Appl. 62 (2011), table 1 and section 4.</remarks>
internal static class Tsitouras5
{
    public static ButcherTableau Tableau { get; } = new("tsit5", 5, 4,
        [
            [],
            [0.161],
            [-0.008480655492356989, 0.335480655492357],
            [2.897153057105493, -6.359448489975075, 4.362295432869581],
            [5.325864828439257, -11.748883564062828, 7.495539342889836, -0.09249506636175525],
            [5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.02826905039406838],
            [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774],
        ],
        [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774, 0],
        [
            -0.00178001105222577714, -0.0008164344596567469, 0.007880878010261995, -0.1447110071732629,
            0.5823571654525552, -0.45808210592918697, 1.0 / 66,
        ],
        [0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1]);

    // The paper gives every weight as a product; here each is c·θ·(lower quadratic)·(upper quadratic), multiplied out.
    public static Interpolant Interpolant { get; } = Interpolant.Own(4, Tableau.B.AsSpan(),
    [
        [1, .. Product(-1.0530884977290216, [-1.329989018975412, 1], [0.7139816917074209, -1.4364028541716351, 1])[1..]],
        [0, .. Product(0.1017, [1], [1.2949852507374631, -2.1966568338249754, 1])],
        [0, .. Product(2.490627285651252793, [1], [1.57803468208092486, -2.38535645472061657, 1])],
        [0, .. Product(-16.54810288924490272, [-1.21712927295533244, 1], [-0.61620406037800089, 1])],
        [0, .. Product(47.37952196281928122, [-1.203071208372362603, 1], [-0.658047292653547382, 1])],
        [0, .. Product(-34.87065786149660974, [-1.2, 1], [-2.0 / 3, 1])],
        [0, .. Product(2.5, [-1, 1], [-0.6, 1])],
    ]);

    /// <summary>factor · left(θ) · right(θ), coefficients from the constant up.</summary>
    private static double[] Product(double factor, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var product = new double[left.Length + right.Length - 1];
        for (var i = 0; i < left.Length; i++)
            for (var j = 0; j < right.Length; j++)
                product[i + j] += factor * left[i] * right[j];
        return product;
    }
}
