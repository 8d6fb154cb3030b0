namespace Orchestrator.OdeEngine.Solvers.Tableaus;

/// <summary>Fixed-step methods of order one to four.</summary>
/// <remarks>Hairer, Nørsett &amp; Wanner I, II.1: tables 1.1 (midpoint = Runge), 1.2 (the 3/8 rule).</remarks>
internal static class LowOrder
{
    public static ButcherTableau Euler { get; } = new("euler", 1, 0, [[]], [1], [], [0]);

    public static ButcherTableau Midpoint { get; } = new("midpoint", 2, 0, [[], [1.0 / 2]], [0, 1], [], [0, 1.0 / 2]);

    public static ButcherTableau Heun2 { get; } = new("heun2", 2, 0, [[], [1]], [1.0 / 2, 1.0 / 2], [], [0, 1]);

    public static ButcherTableau Rk4 { get; } = new("rk4", 4, 0,
        [[], [1.0 / 3], [-1.0 / 3, 1], [1, -1, 1]],
        [1.0 / 8, 3.0 / 8, 3.0 / 8, 1.0 / 8], [], [0, 1.0 / 3, 2.0 / 3, 1]);
}
