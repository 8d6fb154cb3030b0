using Orchestrator.Grains.Decisions.Search.Gp;

namespace Orchestrator.Grains.Tests.Search.Gp;

public sealed class BoxMinimizerTests
{
    private static double Rosenbrock(ReadOnlySpan<double> at, Span<double> gradient)
    {
        var (x, y) = (at[0], at[1]);
        gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
        gradient[1] = 200 * (y - x * x);
        return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
    }

    [Fact]
    public void A_bent_valley_is_followed_to_its_end()
    {
        var end = new BoxMinimizer([-2, -2], [2, 2]).Minimize(Rosenbrock, [-1.2, 1], 200);
        Assert.Equal(1, end[0], 1e-3);
        Assert.Equal(1, end[1], 1e-3);
    }

    [Fact]
    public void At_a_bound_the_others_go_on()
    {
        var end = new BoxMinimizer([-2, -2], [0.5, 2]).Minimize(Rosenbrock, [-1.2, 1], 200);
        Assert.Equal(0.5, end[0]);
        Assert.Equal(0.25, end[1], 1e-3);
    }

    [Fact]
    public void It_calls_no_more_often_than_told()
    {
        var calls = 0;
        new BoxMinimizer([-2, -2], [2, 2]).Minimize(
            (at, gradient) =>
            {
                calls++;
                return Rosenbrock(at, gradient);
            },
            [-1.2, 1], 7);
        Assert.Equal(7, calls);
    }
}
