using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;

namespace Orchestrator.OdeEngine.Tests.Gradients;

/// <summary>Gradients of every method over every solver against central differences of the numerical solution itself.</summary>
public sealed class FiniteDifferenceTests
{
    private const double Difference = 1e-6;
    private static readonly double[] Start = [1.2, 0.8, 0.7, 1.5];
    private static readonly double[] Times = [0, 0.35, 1.02, 1.5];
    private static readonly double[] Bar = [0.3, -0.2, 0.1, 0.4, 1, -1, 0.5, 2, -0.7, 0.6, 0.2, 1.1, 1, 0.9, -1.2, 0.4];

    public static TheoryData<string, string> OfTheSteps => Cases(method => !method.SolvesBackwards);
    public static TheoryData<string, string> OfTheEquation => Cases(method => method.SolvesBackwards);

    /// <summary>A gradient of the steps taken is exact: it equals differences of a solve on the same steps, however coarse they are.</summary>
    [Theory, MemberData(nameof(OfTheSteps))]
    public void Gradients_of_the_steps_are_exact_for_those_taken(string name, string method)
    {
        var solver = Solving.Named(name);
        // Adaptive methods are held to one length of step, so that neighbouring solves take the same steps.
        var settings = solver.IsAdaptive
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e6, AbsoluteTolerance = 1e6, FirstStep = 0.2, MaxStep = 0.2 }
            : new SolveSettings { Solver = solver, StepSize = 0.2 };

        var gradient = Differentiate(settings, new GradientSettings { Method = GradientMethods.Find(method)! });

        Compare(settings, gradient, 2e-7);
    }

    [Theory, MemberData(nameof(OfTheEquation))]
    public void Gradients_of_the_equation_are_exact_up_to_the_tolerance(string name, string method)
    {
        var solver = Solving.Named(name);
        var settings = solver.IsAdaptive
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-11 }
            : new SolveSettings { Solver = solver, StepSize = solver.Order switch { 1 => 2e-4, 2 => 2e-3, _ => 1e-2 } };

        var gradient = Differentiate(settings, new GradientSettings { Method = GradientMethods.Find(method)! });

        Compare(settings, gradient, solver.Order == 1 ? 1e-2 : solver.Order == 2 ? 1e-4 : 1e-5);
        Assert.True(gradient.Report.Stats.Evaluations is { Backward: > 0, Recomputed: 0 });
    }

    [Theory, InlineData("adjoint"), InlineData("interpolated")]
    public void Tolerances_of_the_backward_solve_are_its_own_and_a_seminorm_saves_steps(string method)
    {
        var settings = new SolveSettings { Solver = Solving.Named("dopri5"), RelativeTolerance = 1e-8, AbsoluteTolerance = 1e-10 };
        var adjoint = new GradientSettings { Method = GradientMethods.Find(method)! };

        var plain = Differentiate(settings, adjoint);
        var loose = Differentiate(settings, adjoint with { RelativeTolerance = 1e-3, AbsoluteTolerance = 1e-5 });
        var seminorm = Differentiate(settings, adjoint with { Seminorm = true });

        Assert.True(loose.Report.Stats.AcceptedSteps < plain.Report.Stats.AcceptedSteps);
        Assert.True(seminorm.Report.Stats.AcceptedSteps <= plain.Report.Stats.AcceptedSteps);
        for (var i = 0; i < 4; i++)
            Assert.Equal(plain.Parameters[i], seminorm.Parameters[i], 1e-5);
    }

    private static TheoryData<string, string> Cases(Func<GradientMethod, bool> ofInterest)
    {
        var cases = new TheoryData<string, string>();
        foreach (var solver in OdeSolvers.All)
            foreach (var method in GradientMethods.All.Where(ofInterest))
                cases.Add(solver.Name, method.Name);
        return cases;
    }

    private static Differentiated Differentiate(SolveSettings settings, GradientSettings gradient)
        => Solving.Differentiate(new LotkaVolterra(), settings, gradient, Start, Times, Bar, LotkaVolterra.UsualRates);

    private static void Compare(SolveSettings settings, Differentiated gradient, double relative)
    {
        Assert.Equal(SolveStatus.Ok, gradient.Report.Status);
        for (var i = 0; i < Start.Length; i++)
            Close(Slope(settings, i, -1), gradient.Y0[i], relative, $"y0[{i}]");
        for (var i = 0; i < 4; i++)
            Close(Slope(settings, -1, i), gradient.Parameters[i], relative, $"θ[{i}]");
    }

    private static void Close(double expected, double actual, double relative, string what)
        => Assert.True(Math.Abs(expected - actual) <= relative * Math.Max(1, Math.Abs(expected)), $"{what}: {actual:R} instead of {expected:R}");

    private static double Slope(SolveSettings settings, int state, int parameter)
        => (Loss(settings, state, parameter, Difference) - Loss(settings, state, parameter, -Difference)) / (2 * Difference);

    private static double Loss(SolveSettings settings, int state, int parameter, double by)
    {
        double[] start = [.. Start];
        double[] rates = [.. LotkaVolterra.UsualRates];
        if (state >= 0)
            start[state] += by;
        if (parameter >= 0)
            rates[parameter] += by;
        return Solving.Solve(new LotkaVolterra(), settings, start, Times, rates).Outputs.Zip(Bar, (y, bar) => y * bar).Sum();
    }
}
