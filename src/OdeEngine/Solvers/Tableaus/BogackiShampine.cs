namespace Orchestrator.OdeEngine.Solvers.Tableaus;

/// <summary>The 3(2) pair of Bogacki and Shampine.</summary>
/// <remarks>P. Bogacki, L. F. Shampine, "A 3(2) pair of Runge–Kutta formulas", Appl. Math. Lett. 2 (1989).</remarks>
internal static class BogackiShampine
{
    public static ButcherTableau Tableau { get; } = new("bosh3", 3, 2,
        [[], [1.0 / 2], [0, 3.0 / 4], [2.0 / 9, 1.0 / 3, 4.0 / 9]],
        [2.0 / 9, 1.0 / 3, 4.0 / 9, 0],
        [2.0 / 9 - 7.0 / 24, 1.0 / 3 - 1.0 / 4, 4.0 / 9 - 1.0 / 3, -1.0 / 8],
        [0, 1.0 / 2, 3.0 / 4, 1]);
}
