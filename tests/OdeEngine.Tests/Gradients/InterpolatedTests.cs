using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Gradients;

/// <summary>The adjoint along the kept path. Van der Pol contracts towards its cycle: integrated backwards, a state would run away from its path.</summary>
public sealed class InterpolatedTests
{
    private static readonly double[] Horizon = [0, 15];

    [Fact]
    public void Is_as_exact_as_tolerances_allow_where_the_adjoint_drifts()
    {
        var exact = Long(1e-12, "dopri8").Differentiate("direct");
        var before = double.PositiveInfinity;
        foreach (var tolerance in new[] { 1e-4, 1e-6, 1e-8, 1e-10 })
        {
            var problem = Long(tolerance);
            var error = problem.Differentiate("interpolated").DistanceTo(exact);

            Assert.True(error < before / 50, $"{error:R} at tolerance {tolerance:R} after {before:R}");
            Assert.True(error < 5 * problem.Differentiate("direct").DistanceTo(exact));
            Assert.True(error < problem.Differentiate("adjoint").DistanceTo(exact) / 100);
            before = error;
        }
    }

    [Theory, InlineData(BatchStepping.Shared), InlineData(BatchStepping.Independent)]
    public void Follows_each_samples_own_path(BatchStepping stepping)
    {
        foreach (var times in new[] { [0, 0.35, 1.02, 2.9], new[] { 2.9, 1.1, 1, 0 } })
        {
            var problem = GradientCase.Of(new LotkaVolterra(), GradientCase.Usual("dopri5", stepping) with { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-11 }, times, LotkaVolterra.UsualRates);
            Assert.InRange(problem.Differentiate("interpolated").DistanceTo(problem.Differentiate("direct")), 1e-14, 1e-7);
        }
    }

    /// <summary>f at the very end is needed once more, for the polynomial of the last step.</summary>
    [Fact]
    public void The_forward_solve_is_the_one_it_would_be_without()
    {
        var problem = Long(1e-6);

        var (direct, interpolated) = (problem.Differentiate("direct").Forward.Stats, problem.Differentiate("interpolated").Forward.Stats);

        Assert.Equal((direct.AcceptedSteps, direct.RejectedSteps), (interpolated.AcceptedSteps, interpolated.RejectedSteps));
        Assert.InRange(interpolated.Evaluations.Forward - direct.Evaluations.Forward, 0, 1);
    }

    [Fact]
    public void Memory_is_a_few_states_per_step()
    {
        const int Batch = 50;
        const double StateBytes = Batch * 2 * sizeof(double);
        var perStep = (Peak(200) - Peak(100)) / 100 / StateBytes;

        Assert.Equal(Solving.Named("rk4").InterpolantOrder + 1, perStep, 1e-9);

        static long Peak(int steps)
        {
            var settings = new SolveSettings { Solver = Solving.Named("rk4"), StepSize = 1.0 / steps };
            using var prepared = (GradientCase.Of(new LotkaVolterra(), settings, [0, 1], LotkaVolterra.UsualRates) with { Batch = Batch }).Prepare("interpolated");
            prepared.Run();
            return prepared.PeakBytes;
        }
    }

    [Fact]
    public void Its_path_is_also_the_one_a_user_may_keep()
    {
        using var scope = NewDisposeScope();
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates);
        var y0 = torch.tensor(new[] { 1.2, 0.8 }, [1, 2], dtype: ScalarType.Float64, requires_grad: true);
        var settings = new SolveSettings { Solver = Solving.Named("dopri5") };
        using var plain = Ode.Solve(field, y0, [0, 2], settings, dense: DenseOutputs.Keep);
        using var kept = Ode.Solve(field, y0, [0, 2], settings, GradientCase.Method("interpolated"), DenseOutputs.Keep);

        kept.Y.sum().backward();

        Assert.Equal(SolveStatus.Ok, kept.BackwardReport!.Status);
        foreach (var t in new[] { 0, 0.77, 2 })
            Assert.Equal(plain.Interpolate(t).data<double>().ToArray(), kept.Interpolate(t).data<double>().ToArray());
    }

    public static TheoryData<string> SolvingBackwards => [.. GradientMethods.All.Where(method => method.SolvesBackwards).Select(method => method.Name)];

    [Theory, MemberData(nameof(SolvingBackwards))]
    public void A_backward_solve_that_fails_says_so(string method)
    {
        var problem = GradientCase.Of(new LotkaVolterra(), new SolveSettings { Solver = Solving.Named("dopri5"), RelativeTolerance = 1e-4, AbsoluteTolerance = 1e-6, MaxSteps = 60 }, [0, 5], LotkaVolterra.UsualRates);
        using var prepared = problem.Prepare(GradientCase.Method(method) with { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-12 });

        var gradient = prepared.Run();

        Assert.Equal(SolveStatus.Ok, gradient.Forward.Status);
        Assert.Equal(SolveStatus.MaxStepsReached, gradient.Backward.Status);
        Assert.InRange(gradient.Backward.Failure!.Time, 0, 5);
    }

    private static GradientCase Long(double tolerance, string solver = "dopri5")
        => GradientCase.Of(new VanDerPol(), new SolveSettings { Solver = Solving.Named(solver), RelativeTolerance = tolerance, AbsoluteTolerance = tolerance }, Horizon);
}
