using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;

namespace Orchestrator.OdeEngine.Tests.Solvers;

/// <summary>Every method converges with the order it claims, on a problem that is nonlinear and depends on t.</summary>
public sealed class OrderTests
{
    private const double From = 0.1;
    private const double To = 1.5;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var solver in OdeSolvers.All)
                if (solver.HasOrderOption)
                    for (var order = 1; order <= SolveSettings.MaxAdamsOrder; order++)
                        cases.Add(solver.Name, order);
                else
                    cases.Add(solver.Name, solver.Order);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Observed_order_is_the_claimed_one(string name, int order)
    {
        var solver = Solving.Named(name);
        // Errors must stay above rounding: fewer halvings and coarser grids for high orders.
        var (first, halvings) = order <= 5 ? (16, 3) : (solver.HasOrderOption ? 32 : 6, 2);
        var points = Enumerable.Range(0, halvings + 1)
            .Select(i => first << i)
            .Select(n => (Step: Math.Log(1.0 / n), Error: Math.Log(Error(solver, order, n))))
            .ToArray();

        Assert.InRange(Slope(points), order - 0.2, order + 0.6);
    }

    private static double Error(OdeSolver solver, int order, int steps)
    {
        var length = (To - From) / steps;
        var settings = solver.IsAdaptive
            // A tolerance nothing can break and a fixed factor keep an adaptive method on an even grid.
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e6, AbsoluteTolerance = 1e6, FirstStep = length, MaxStep = length }
            : new SolveSettings { Solver = solver, StepSize = length, AdamsOrder = solver.HasOrderOption ? order : null };
        var solved = Solving.Solve(new InverseSquare(), settings, [InverseSquare.Exact(From)], [From, To]);
        Assert.Equal(steps, solved.Report.Stats.AcceptedSteps);
        return Math.Abs(solved.Last[0] - InverseSquare.Exact(To));
    }

    private static double Slope((double Step, double Error)[] points)
    {
        var (meanStep, meanError) = (points.Average(p => p.Step), points.Average(p => p.Error));
        return points.Sum(p => (p.Step - meanStep) * (p.Error - meanError)) / points.Sum(p => (p.Step - meanStep) * (p.Step - meanStep));
    }
}
