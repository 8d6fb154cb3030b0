using System.Collections.Immutable;
using Orchestrator.OdeEngine.Solvers.Tableaus;

namespace Orchestrator.OdeEngine.Solvers;

/// <summary>All solvers. Adding one: a tableau file and a line here.</summary>
public static class OdeSolvers
{
    internal static RungeKuttaSolver Rk4 { get; } = new(LowOrder.Rk4, "Fixed step, order 4: the 3/8 rule (torchdiffeq's rk4).");
    internal static RungeKuttaSolver Dopri8 { get; } = new(PrinceDormand8.Tableau,
        "Adaptive 8(7) pair of Prince and Dormand: for tight tolerances and reference solutions.", PrinceDormand8.Interpolant);

    /// <summary>The catalogue: parsers, help, reports and tests enumerate it.</summary>
    public static ImmutableArray<OdeSolver> All { get; } =
    [
        new RungeKuttaSolver(LowOrder.Euler, "Fixed step, order 1: one evaluation per step."),
        new RungeKuttaSolver(LowOrder.Midpoint, "Fixed step, order 2: the explicit midpoint rule."),
        new RungeKuttaSolver(LowOrder.Heun2, "Fixed step, order 2: the explicit trapezoidal rule."),
        Rk4,
        new RungeKuttaSolver(BogackiShampine.Tableau, "Adaptive 3(2) pair of Bogacki and Shampine: cheap steps for loose tolerances."),
        new RungeKuttaSolver(DormandPrince5.Tableau, "Adaptive 5(4) pair of Dormand and Prince: the usual choice.", DormandPrince5.Interpolant),
        new RungeKuttaSolver(Tsitouras5.Tableau, "Adaptive 5(4) pair of Tsitouras: as dopri5, often a little more accurate.", Tsitouras5.Interpolant),
        Dopri8,
        new AdamsSolver("adams-bashforth", AdamsKind.Bashforth, "Fixed step, explicit multistep of chosen order: one evaluation per step."),
        new AdamsSolver("adams-moulton", AdamsKind.Moulton, "Fixed step, multistep of chosen order, predicted and corrected once (PECE): two evaluations per step."),
    ];

    /// <summary>The solver of this name, or null.</summary>
    public static OdeSolver? Find(string name) => All.FirstOrDefault(solver => solver.Name == name);
}
