using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Output;

/// <summary>y' = −y with outputs at both ends only; everything between comes from dense output.</summary>
public sealed class DenseOutputTests
{
    public static TheoryData<string, double> Bounds => new()
    {
        { "dopri5", 1e-7 },
        { "tsit5", 1e-6 },
        { "dopri8", 1e-6 },
        { "bosh3", 1e-6 },
        { "rk4", 2e-6 },
        { "adams-moulton", 1e-5 },
    };

    [Theory, MemberData(nameof(Bounds))]
    public void Is_accurate_between_steps_and_continuous_at_their_ends(string name, double bound)
    {
        using var field = Decay();
        using var y0 = torch.ones(1, 1, dtype: ScalarType.Float64);
        using var solution = Ode.Solve(field, y0, [0, 1], Settings(name), dense: DenseOutputs.Keep);

        for (var i = 1; i < 100; i += 2)
            Assert.InRange(Math.Abs(Value(solution, i * 0.01) - Math.Exp(-i * 0.01)), 0, bound);
        Assert.Equal(1, Value(solution, 0));
        Assert.Equal(solution.Y[1, 0, 0].item<double>(), Value(solution, 1));
        solution.Y.Dispose();
    }

    [Theory, InlineData("dopri5"), InlineData("tsit5"), InlineData("rk4")]
    public void Joins_at_step_ends(string name)
    {
        using var field = Decay();
        using var y0 = torch.ones(1, 1, dtype: ScalarType.Float64);
        // rk4 steps end at multiples of 0.1; for the others the ends are found where the field was last asked.
        var ends = name == "rk4" ? [.. Enumerable.Range(1, 9).Select(i => i * 0.1)] : StepEnds(name);
        using var solution = Ode.Solve(field, y0, [0, 1], Settings(name), dense: DenseOutputs.Keep);

        Assert.NotEmpty(ends);
        foreach (var end in ends)
        {
            var (left, at, right) = (Value(solution, Math.BitDecrement(end)), Value(solution, end), Value(solution, Math.BitIncrement(end)));
            Assert.Equal(at, left, 1e-14);
            Assert.Equal(at, right, 1e-14);
        }
        solution.Y.Dispose();
    }

    [Theory, InlineData(-1e-9), InlineData(1 + 1e-9), InlineData(double.NaN)]
    public void Does_not_extrapolate(double t)
    {
        using var field = Decay();
        using var y0 = torch.ones(1, 1, dtype: ScalarType.Float64);
        using var solution = Ode.Solve(field, y0, [0, 1], Settings("dopri5"), dense: DenseOutputs.Keep);

        Assert.Throws<ArgumentOutOfRangeException>(() => solution.Interpolate(t));
        solution.Y.Dispose();
    }

    [Fact]
    public void Outputs_inside_steps_equal_dense_output_for_each_sample_apart()
    {
        using var field = Decay();
        using var y0 = torch.tensor(new[] { 1.0, 1e3 }, dtype: ScalarType.Float64).view(2, 1);
        var settings = Settings("dopri5") with { Batch = BatchStepping.Independent, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-6 };
        using var solution = Ode.Solve(field, y0, [2, 1.3, 0], settings, dense: DenseOutputs.Keep);

        using var between = solution.Interpolate(1.3);
        for (var sample = 0; sample < 2; sample++)
            Assert.Equal(solution.Y[1, sample, 0].item<double>(), between[sample, 0].item<double>(), 1e-11 * y0[sample, 0].item<double>());
        solution.Y.Dispose();
    }

    private static FunctionField Decay() => new(new AnyFunction(1, (_, y) => [-y[0]]));

    private static SolveSettings Settings(string name)
    {
        var solver = Solving.Named(name);
        return solver.IsAdaptive
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e-8, AbsoluteTolerance = 1e-8 }
            : new SolveSettings { Solver = solver, StepSize = 0.1 };
    }

    private static double Value(OdeSolution solution, double t)
    {
        using var value = solution.Interpolate(t);
        return value[0, 0].item<double>();
    }

    /// <summary>Both methods evaluate twice in a row at the end of a step; no other stage does.</summary>
    private static double[] StepEnds(string name)
    {
        using var field = Decay();
        field.Times = [];
        using var y0 = torch.ones(1, 1, dtype: ScalarType.Float64);
        using var solution = Ode.Solve(field, y0, [0, 1], Settings(name));
        solution.Y.Dispose();
        Assert.Equal(0, solution.Report.Stats.RejectedSteps);
        return [.. field.Times.Zip(field.Times.Skip(1)).Where(pair => pair.First == pair.Second && pair.First is > 0 and < 1).Select(pair => pair.First)];
    }
}
