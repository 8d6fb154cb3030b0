using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;

namespace Orchestrator.OdeEngine.Tests.Gradients;

/// <summary>Gradients with respect to y0, a parameter and the times of y' = a·t·y, against closed forms.</summary>
public sealed class TimeGradientTests
{
    private static readonly SolveSettings Tight = new() { Solver = Solving.Named("dopri5"), RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 };

    public static TheoryData<string> Methods => [.. GradientMethods.All.Select(method => method.Name)];

    [Theory, MemberData(nameof(Methods))]
    public void Final_state_only(string method)
    {
        var gradient = Differentiate(method, [0.3, 1.1], [0, 1]);

        Assert.Equal(1.4799377114, gradient.Y0[0], 1e-6);
        Assert.Equal(0.9945181421, gradient.Parameters[0], 1e-6);
        Assert.Equal(-0.3729443033, gradient.Times[0], 1e-6);
        Assert.Equal(1.3674624453, gradient.Times[1], 1e-6);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Sum_over_all_outputs(string method)
    {
        var gradient = Differentiate(method, [0.3, 0.6, 1.1], [1, 1, 1]);

        Assert.Equal(3.5790468745, gradient.Y0[0], 1e-6);
        Assert.Equal(1.1725738265, gradient.Parameters[0], 1e-6);
        Assert.Equal(-0.6499198124, gradient.Times[0], 1e-6);
        Assert.Equal(0.5539510182, gradient.Times[1], 1e-6);
        Assert.Equal(1.3674624453, gradient.Times[2], 1e-6);
    }

    private static Differentiated Differentiate(string method, double[] times, double[] bar)
        => Solving.Differentiate(new TimeScaled(), Tight, new GradientSettings { Method = GradientMethods.Find(method)! }, [1.2], times, bar, 0.7);
}
