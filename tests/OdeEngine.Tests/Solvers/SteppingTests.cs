using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.StepSize;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Solvers;

/// <summary>What holds for every method of the catalogue, whatever it is.</summary>
public sealed class SteppingTests
{
    public static TheoryData<string> All => [.. OdeSolvers.All.Select(solver => solver.Name)];

    [Theory, MemberData(nameof(All))]
    public void Backwards_in_time_returns_to_the_start(string name)
    {
        var settings = Settings(name, 1e-3);
        var there = Solving.Solve(new InverseSquare(), settings, [InverseSquare.Exact(0.2)], [0.2, 0.9, 1.6]);

        var back = Solving.Solve(new InverseSquare(), settings, there.Last, [1.6, 0.9, 0.2]);

        var bound = Solving.Named(name).Order == 1 ? 2e-3 : 2e-6;
        Assert.Equal(there.At(1)[0], back.At(1)[0], bound);
        Assert.Equal(InverseSquare.Exact(0.2), back.Last[0], bound);
    }

    [Theory, MemberData(nameof(All))]
    public void Every_call_of_the_field_is_counted(string name)
    {
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates);
        var counted = new CountedField(field);
        foreach (var method in GradientMethods.All)
        {
            var (callsBefore, productsBefore, before) = (field.Calls, field.Products, counted.Counts);
            using var solve = Ode.Prepare(counted, 1, Settings(name, 0.05), new GradientSettings { Method = method });
            using var y0 = Solving.Block([1, 1], 1);
            using var bar = Solving.Block([1, 0, 0, 1, 1, 1], 3);
            using var parameterBar = field.Parameters.NewGradient();

            var forward = solve.Forward(y0, [0, 0.33, 1]);
            var backward = solve.Backward(bar, null, parameterBar, new double[3]);

            var reported = forward.Stats.Evaluations + backward.Stats.Evaluations;
            Assert.Equal(field.Calls - callsBefore, reported.Total);
            Assert.Equal(field.Products - productsBefore, reported.VectorJacobianProducts);
            Assert.Equal(counted.Counts - before, reported);
            Assert.Equal(0, forward.Stats.Evaluations.Backward);
        }
    }

    /// <summary>Evaluations and accepted and rejected steps of lotka-volterra over [0, 10]: a change is a finding, not noise.</summary>
    [Theory]
    [InlineData("euler", 1000, 1000, 0)]
    [InlineData("midpoint", 2000, 1000, 0)]
    [InlineData("heun2", 2000, 1000, 0)]
    [InlineData("rk4", 4000, 1000, 0)]
    [InlineData("adams-bashforth", 1009, 1000, 0)]
    [InlineData("adams-moulton", 2004, 1000, 0)]
    [InlineData("bosh3", 2357, 743, 42)]
    [InlineData("dopri5", 632, 82, 23)]
    [InlineData("tsit5", 656, 91, 18)]
    [InlineData("dopri8", 626, 37, 12)]
    public void Work_is_what_it_was(string name, long evaluations, long accepted, long rejected)
    {
        var solver = Solving.Named(name);
        var settings = solver.IsAdaptive
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9 }
            : new SolveSettings { Solver = solver, StepSize = 0.01 };

        var stats = Solving.Solve(new LotkaVolterra(), settings, [1, 1], [0, 10], LotkaVolterra.UsualRates).Report.Stats;

        Assert.Equal((evaluations, accepted, rejected), (stats.Evaluations.Forward, stats.AcceptedSteps, stats.RejectedSteps));
    }

    /// <summary>A solve whose first trial is rejected goes on as one that begins with the second trial.</summary>
    [Theory, InlineData("bosh3", 3), InlineData("dopri5", 6), InlineData("tsit5", 6)]
    public void A_rejected_step_leaves_state_and_time_as_they_were(string name, int slopesPerStep)
    {
        var settings = new SolveSettings { Solver = Solving.Named(name), RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9, FirstStep = 5 };
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates) { Times = [] };
        using var solve = Ode.Prepare(new CountedField(field), 1, settings, null);
        using var y0 = Solving.Block([1, 1], 1);
        var rejecting = solve.Forward(y0, [0, 10]);
        // f is asked at t = 0 once, then at every stage of a trial; the last stage is at its end.
        var secondTrial = field.Times[2 * slopesPerStep];

        var beginning = Solving.Solve(new LotkaVolterra(), settings with { FirstStep = secondTrial }, [1, 1], [0, 10], LotkaVolterra.UsualRates);

        Assert.InRange(secondTrial, 0.5, 4);
        Assert.Equal(rejecting.Stats.RejectedSteps - 1, beginning.Report.Stats.RejectedSteps);
        Assert.Equal(rejecting.Stats.AcceptedSteps, beginning.Report.Stats.AcceptedSteps);
        Assert.Equal(rejecting.Stats.Evaluations.Forward - slopesPerStep, beginning.Report.Stats.Evaluations.Forward);
        Assert.Equal(solve.Outputs.Doubles.ToArray()[2..], beginning.Last);
    }

    [Theory, InlineData("bosh3"), InlineData("dopri5"), InlineData("tsit5"), InlineData("dopri8")]
    public void First_same_as_last_saves_evaluations_and_changes_nothing(string name)
    {
        var tableau = ((RungeKuttaSolver)Solving.Named(name)).Tableau;
        Assert.True(tableau.IsFirstSameAsLast);
        // The same method without its last stage, which is then appended by the scheme itself.
        var last = tableau.Stages - 1;
        var shorter = new ButcherTableau("shorter", tableau.Order, 0, tableau.A[..last], tableau.B[..last], [], tableau.C[..last]).Checked();
        Assert.False(shorter.IsFirstSameAsLast);

        var scheme = StepScheme.From(shorter, null);
        var original = StepScheme.From(tableau, null);

        Assert.Equal(original.New, scheme.New);
        for (var row = 0; row < scheme.New; row++)
        {
            Assert.Equal(original.Row(row).ToArray(), scheme.Row(row).ToArray());
            Assert.Equal(original.Node(row), scheme.Node(row));
        }
    }

    [Fact]
    public void Float32_states_stay_float32_and_meet_float32_tolerances()
    {
        using var field = new FunctionField(new InverseSquare(), ScalarType.Float32);
        using var y0 = torch.full([1, 1], InverseSquare.Exact(0.1), dtype: ScalarType.Float32);
        foreach (var solver in OdeSolvers.All)
        {
            using var solution = Ode.Solve(field, y0, [0.1, 1.5], Settings(solver.Name, 1e-3) with { RelativeTolerance = 1e-5, AbsoluteTolerance = 1e-6 });
            using var y = solution.Y;
            Assert.Equal(ScalarType.Float32, y.dtype);
            Assert.Equal(InverseSquare.Exact(1.5), y[1, 0, 0].item<float>(), solver.Order == 1 ? 1e-3 : 2e-5);
        }
    }

    [Fact]
    public void Longest_step_is_respected()
    {
        var settings = new SolveSettings { Solver = Solving.Named("dopri5"), MaxStep = 0.05, Controller = ControllerSettings.ProportionalIntegral };

        var stats = Solving.Solve(new InverseSquare(), settings, [1], [0, 1]).Report.Stats;

        Assert.InRange(stats.LargestStep, 0.04, 0.05 * (1 + 1e-8));
    }

    private static SolveSettings Settings(string name, double step)
    {
        var solver = Solving.Named(name);
        return solver.IsAdaptive
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-11 }
            : new SolveSettings { Solver = solver, StepSize = step };
    }
}
