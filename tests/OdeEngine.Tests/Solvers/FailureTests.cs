using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Solvers;

/// <summary>A solve that cannot go on says why; it does not throw and returns no values it does not have.</summary>
public sealed class FailureTests
{
    private static readonly SolveSettings Dopri5 = new() { Solver = Solving.Named("dopri5"), RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-10 };

    [Fact]
    public void Stiff_problem_uses_up_the_steps_and_is_called_stiff()
    {
        var solved = Solving.Solve(new Robertson(), Dopri5 with { MaxSteps = 1000 }, [1, 0, 0], [0, 100]);

        Assert.Equal(SolveStatus.MaxStepsReached, solved.Report.Status);
        Assert.Equal(1000, solved.Report.Stats.AttemptedSteps);
        Assert.InRange(solved.Report.Failure!.Time, 0.1, 5);
        Assert.InRange(solved.Report.Failure.StiffnessEstimate, 2, 10);
        Assert.Contains("stiff", solved.Report.Failure.Hint);
        Assert.All(solved.Last, value => Assert.True(double.IsNaN(value)));
    }

    [Theory, InlineData("dopri5"), InlineData("bosh3"), InlineData("dopri8")]
    public void Pole_of_the_solution_is_a_step_size_underflow(string name)
    {
        var settings = Dopri5 with { Solver = Solving.Named(name), MinStep = 1e-9 };

        var solved = Solving.Solve(new AnyFunction(1, (_, y) => [y[0] * y[0]]), settings, [1], [0, 0.5, 2]);

        Assert.Equal(SolveStatus.StepSizeUnderflow, solved.Report.Status);
        Assert.InRange(solved.Report.Failure!.Time, 0.9, 1.001);
        Assert.Equal(2, solved.At(1)[0], 1e-4);
        Assert.True(double.IsNaN(solved.Last[0]));
    }

    public static TheoryData<string> All => [.. OdeSolvers.All.Select(solver => solver.Name)];

    [Theory, MemberData(nameof(All))]
    public void NaN_from_the_field_is_reported_where_it_starts(string name)
    {
        var solver = Solving.Named(name);
        var settings = solver.IsAdaptive ? Dopri5 with { Solver = solver } : new SolveSettings { Solver = solver, StepSize = 0.05 };

        var solved = Solving.Solve(new AnyFunction(1, (t, y) => [t > 0.5 ? double.NaN : -y[0]]), settings, [1], [0, 1]);

        Assert.Equal(SolveStatus.NonFinite, solved.Report.Status);
        // A slope known to be NaN spoils the step that starts with it, one step of 0.05 later at most.
        Assert.InRange(solved.Report.Failure!.Time, 0.4, 0.55 + 1e-9);
    }

    [Fact]
    public void NaN_at_the_start_is_reported_too()
        => Assert.Equal(SolveStatus.NonFinite, Solving.Solve(new AnyFunction(1, (_, _) => [double.NaN]), Dopri5, [1], [0, 1]).Report.Status);

    [Fact]
    public void All_contradictions_come_in_one_message()
    {
        var settings = new SolveSettings { Solver = Solving.Named("rk4"), FirstStep = -1, MaxSteps = 0, AdamsOrder = 3 };

        var error = Assert.Throws<ArgumentException>(() => Solving.Solve(new Robertson(), settings, [1, 0, 0], [0, 1]));

        Assert.Contains("StepSize", error.Message);
        Assert.Contains("FirstStep", error.Message);
        Assert.Contains("MaxSteps", error.Message);
        Assert.Contains("AdamsOrder", error.Message);
    }

    [Theory]
    [InlineData(0, 1e-9, "RelativeTolerance")]
    [InlineData(1e-7, double.NaN, "AbsoluteTolerance")]
    public void Tolerances_must_be_positive(double relative, double absolute, string named)
    {
        var settings = Dopri5 with { RelativeTolerance = relative, AbsoluteTolerance = absolute };

        Assert.Contains(named, Assert.Throws<ArgumentException>(() => Solving.Solve(new Robertson(), settings, [1, 0, 0], [0, 1])).Message);
    }

    [Theory]
    [InlineData(new double[] { 0 })]
    [InlineData(new double[] { 0, double.NaN })]
    [InlineData(new double[] { 0, 1, 1 })]
    [InlineData(new double[] { 0, 2, 1 })]
    [InlineData(new double[] { 1, 1 })]
    public void Times_must_be_strictly_monotone(double[] times)
        => Assert.Throws<ArgumentException>(() => Solving.Solve(new Robertson(), Dopri5, [1, 0, 0], times));

    [Fact]
    public void Complex_states_are_refused_by_name_before_the_first_step()
    {
        using var field = new FunctionField(new AnyFunction(1, (_, y) => y));
        using var y0 = torch.ones(1, 1, dtype: ScalarType.ComplexFloat64);

        var error = Assert.Throws<ArgumentException>(() => Ode.Solve(field, y0, [0, 2], Dopri5));

        Assert.Contains("ComplexFloat64", error.Message);
        Assert.Contains("pairs of reals", error.Message);
        Assert.Equal(0, field.Calls);
    }
}
