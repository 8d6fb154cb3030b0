using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;
using Orchestrator.TestKit;

namespace Orchestrator.OdeEngine.Tests.StepSize;

/// <summary>States, slopes and errors of exactly zero must not make a step of zero, infinity or NaN.</summary>
public sealed class NothingToEstimateTests
{
    public static TheoryData<string, double[], double[], double[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, double[], double[], double[]>();
            foreach (var controller in new[] { "I", "PI", "PID" })
            {
                cases.Add(controller, [1], [0], [5]);
                cases.Add(controller, [0], [0], [0]);
                cases.Add(controller, [0], [3], [3]);
                cases.Add(controller, [0, 1], [1, 0], [1, 5]);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Steps_stay_finite_and_few(string controller, double[] slope, double[] y0, double[] expected)
    {
        var settings = new SolveSettings { Solver = Solving.Named("dopri5"), Controller = Controller(controller) };

        var solved = Solving.Solve(new AnyFunction(slope.Length, (_, _) => slope), settings, y0, [0, 5]);

        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], solved.Last[i], 1e-12);
        var stats = solved.Report.Stats;
        Assert.Equal(0, stats.RejectedSteps);
        Assert.InRange(stats.AcceptedSteps, 1, 12);
        Assert.InRange(stats.SmallestStep, double.Epsilon, 5);
        Assert.InRange(stats.LargestStep, stats.SmallestStep, 5);
    }

    private static ControllerSettings Controller(string name) => name switch
    {
        "I" => ControllerSettings.Integral,
        "PI" => ControllerSettings.ProportionalIntegral,
        _ => ControllerSettings.ProportionalIntegralDerivative,
    };
}
