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
        var points = Grids(solver, order)
            .Select(n => (Step: Math.Log(1.0 / n), Error: Math.Log(Error(solver, order, n))))
            .ToArray();

        Assert.InRange(Slope(points), order - 0.2, order + 0.6);
    }

    /// <summary>Fine enough to be asymptotic (multistep methods take longer), coarse enough to stay above rounding.</summary>
    private static int[] Grids(OdeSolver solver, int order) => (solver.HasOrderOption, order) switch
    {
        (true, 7) => [48, 64, 96, 128],
        (true, 6) => [64, 128, 256],
        (true, _) => [32, 64, 128, 256],
        (_, 8) => [4, 6, 8, 12],
        _ => [16, 32, 64, 128],
    };

    /// <summary>Largest error at the ends of the steps.</summary>
    private static double Error(OdeSolver solver, int order, int steps)
    {
        var length = (To - From) / steps;
        double[] grid = [.. Enumerable.Range(0, steps + 1).Select(i => i == steps ? To : From + i * length)];
        var settings = solver.IsAdaptive
            // A tolerance nothing can break and a fixed factor keep an adaptive method on an even grid.
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e6, AbsoluteTolerance = 1e6, FirstStep = length, MaxStep = length }
            : new SolveSettings { Solver = solver, StepSize = length, AdamsOrder = solver.HasOrderOption ? order : null };
        var solved = Solving.Solve(new InverseSquare(), settings, [InverseSquare.Exact(From)], grid);
        Assert.Equal(steps, solved.Report.Stats.AcceptedSteps);
        return grid.Select((t, i) => Math.Abs(solved.At(i)[0] - InverseSquare.Exact(t))).Max();
    }

    private static double Slope((double Step, double Error)[] points)
    {
        var (meanStep, meanError) = (points.Average(p => p.Step), points.Average(p => p.Error));
        return points.Sum(p => (p.Step - meanStep) * (p.Error - meanError)) / points.Sum(p => (p.Step - meanStep) * (p.Step - meanStep));
    }
}
