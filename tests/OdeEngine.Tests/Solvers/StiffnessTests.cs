using System.Diagnostics;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Solvers;

/// <summary>|h·λ| tells steps that stability limits from steps that accuracy limits, and costs no evaluation.</summary>
public sealed class StiffnessTests
{
    public static TheoryData<string> Estimating => [.. OdeSolvers.All.Where(solver => solver.StiffnessLimit is not null).Select(solver => solver.Name)];

    public static TheoryData<string> AdaptiveEstimating => [.. OdeSolvers.All.Where(solver => solver is { StiffnessLimit: not null, IsAdaptive: true }).Select(solver => solver.Name)];

    [Theory, MemberData(nameof(Estimating))]
    public void Of_a_linear_problem_it_is_the_step_times_the_rate(string solver)
    {
        var named = Solving.Named(solver);
        var settings = named.IsAdaptive
            ? new SolveSettings { Solver = named, FirstStep = 0.1, MinStep = 0.1, MaxStep = 0.1, RelativeTolerance = 1, AbsoluteTolerance = 1 }
            : new SolveSettings { Solver = named, StepSize = 0.1 };
        Assert.Equal(1.5, Measured(new AnyFunction(1, (_, y) => [-15 * y[0]]), settings, [1], 2).Stiffness!.Value, 1e-6);
    }

    // A slow cosine that every deviation falls back to a thousand times faster (Prothero and Robinson): accuracy would allow long steps.
    [Theory, MemberData(nameof(AdaptiveEstimating))]
    public void Steps_of_a_stiff_problem_lie_at_the_limit_of_the_method(string solver)
    {
        var named = Solving.Named(solver);
        var stats = Measured(new AnyFunction(1, (t, y) => [-1000 * (y[0] - Math.Cos(t))]), Settings(named), [1], 10);
        Assert.InRange(stats.Stiffness!.Value, 0.8 * named.StiffnessLimit!.Value, 1.1 * named.StiffnessLimit.Value);
        Assert.InRange(stats.LargestStep, 0, 0.02);
    }

    [Theory, MemberData(nameof(AdaptiveEstimating))]
    public void Steps_of_a_problem_that_is_not_stiff_stay_well_below_it(string solver)
    {
        var named = Solving.Named(solver);
        var stats = Measured(new LotkaVolterra(), Settings(named), [1, 1], 10, LotkaVolterra.UsualRates);
        Assert.InRange(stats.Stiffness!.Value, 0.01, 0.6 * named.StiffnessLimit!.Value);
    }

    [Fact]
    public void Limits_follow_from_the_coefficients()
    {
        Assert.Equal(2.785, Solving.Named("rk4").StiffnessLimit!.Value, 2e-3);
        Assert.Equal(2, Solving.Named("heun2").StiffnessLimit!.Value, 2e-3);
        // Hairer and Wanner's code for dopri5 warns from 3.25 on.
        Assert.InRange(Solving.Named("dopri5").StiffnessLimit!.Value, 3.25, 3.35);
        Assert.Null(Solving.Named("bosh3").StiffnessLimit);
    }

    [Fact]
    public void Measuring_evaluates_nothing_and_in_steady_state_allocates_nothing()
    {
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float32, LotkaVolterra.UsualRates);
        using var solve = Ode.Prepare(new CountedField(field), 3, Settings(Solving.Named("dopri5")), null, StateArithmetic.For);
        using var y0 = StateBlock.Zeros(3, 2, ScalarType.Float32);
        y0.Floats.Fill(1);
        var plain = solve.Forward(y0, [0, 8]).Stats;
        Assert.Null(plain.Stiffness);

        solve.Measure(new StiffnessGauge());
        var measured = solve.Forward(y0, [0, 8]).Stats;
        Assert.NotNull(measured.Stiffness);
        Assert.Equal((plain.Evaluations, plain.AcceptedSteps, plain.RejectedSteps), (measured.Evaluations, measured.AcceptedSteps, measured.RejectedSteps));
        Assert.Equal(Bytes([0, 0.1]), Bytes([0, 8]));

        long Bytes(double[] times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            solve.Forward(y0, times);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void The_time_of_the_loop_is_what_the_field_does_not_take()
    {
        var slow = new AnyFunction(1, (_, y) =>
        {
            for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(2);) { }
            return [-y[0]];
        });
        var stats = Measured(slow, new SolveSettings { Solver = Solving.Named("rk4"), StepSize = 0.1 }, [1], 1);
        Assert.InRange(stats.LoopTime!.Value, TimeSpan.Zero, stats.Elapsed / 2);
    }

    [Fact]
    public void Samples_that_step_on_their_own_are_measured_each_on_their_own_steps()
    {
        var settings = Settings(Solving.Named("dopri5")) with { Batch = BatchStepping.Independent };
        var stats = Measured(new AnyFunction(2, (_, y) => [-y[1] * y[0], 0]), settings, [1, 1, 1, 1000], 10);
        Assert.InRange(stats.Stiffness!.Value, 2.5, 3.5);
    }

    [Fact]
    public void States_that_differ_by_rounding_only_tell_nothing()
        => Assert.Null(Measured(new AnyFunction(1, (_, _) => [1.0 / 3]), Settings(Solving.Named("dopri5")), [0.1], 1).Stiffness);

    private static SolveSettings Settings(OdeSolver solver) => new() { Solver = solver, RelativeTolerance = 1e-4, AbsoluteTolerance = 1e-6 };

    private static SolveStats Measured(SampleFunction function, SolveSettings settings, double[] y0, double end, params double[] theta)
    {
        using var field = new FunctionField(function, ScalarType.Float64, theta);
        var batch = y0.Length / function.Features;
        using var solve = Ode.Prepare(new CountedField(field), batch, settings, null, StateArithmetic.For);
        solve.Measure(new StiffnessGauge());
        using var start = Solving.Block(y0, batch);
        var report = solve.Forward(start, [0, end]);
        Assert.Equal(SolveStatus.Ok, report.Status);
        return report.Stats;
    }
}
