using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Solvers;

/// <summary>With a step of its own, a sample does not depend on its batch, its place or its memory layout: not in one bit.</summary>
public sealed class IndependentBatchTests
{
    private static readonly SolveSettings Settings = new()
    {
        Solver = Solving.Named("dopri5"),
        RelativeTolerance = 1e-6,
        AbsoluteTolerance = 1e-8,
        Batch = BatchStepping.Independent,
    };

    [Fact]
    public void Van_der_Pol_samples_are_the_same_in_any_company()
    {
        var first = Solve(0, 5, 50);
        var second = Solve(50, 0, 5);
        Solved[] alone = [Solve(0), Solve(5), Solve(50)];
        double[][] expected = [[-1.678143, 1.088042], [-1.158701, 0.430470], [1.858321, -0.015147]];

        for (var i = 0; i < 3; i++)
        {
            var rotated = (i + 1) % 3;
            Assert.Equal(expected[i][0], first.At(1, i)[0], 2e-5);
            Assert.Equal(expected[i][1], first.At(1, i)[1], 2e-5);
            Assert.Equal(first.At(1, i), second.At(1, rotated));
            Assert.Equal(first.At(1, i), alone[i].Last);
            Assert.Equal(first.Report.Stats.Samples[i], second.Report.Stats.Samples[rotated]);
            Assert.Equal(first.Report.Stats.Samples[i], alone[i].Report.Stats.Samples[0]);
        }
        var steps = first.Report.Stats.Samples;
        Assert.True(steps[0].AcceptedSteps * 5 < steps[2].AcceptedSteps, $"μ = 0 took {steps[0].AcceptedSteps} steps, μ = 50 {steps[2].AcceptedSteps}");
    }

    [Fact]
    public void A_transposed_start_gives_the_same_bits()
    {
        using var columns = torch.tensor(new[] { 2.0, 2, 2, 0, 0, 0, 0, 5, 50 }, [3, 3], dtype: ScalarType.Float64);
        using var transposed = columns.t();
        using var field = new FunctionField(new VanDerPol());
        using var solution = Ode.Solve(field, transposed, [0, 10], Settings);
        using var y = solution.Y;

        Assert.False(transposed.is_contiguous());
        Assert.Equal(Solve(0, 5, 50).Outputs, y.data<double>().ToArray());
    }

    [Fact]
    public void A_batch_of_one_takes_the_steps_of_a_shared_solve()
    {
        var shared = Solving.Solve(new VanDerPol(), Settings with { Batch = BatchStepping.Shared }, [2, 0, 5], [0, 10]);

        var own = Solve(5);

        Assert.Equal(shared.Outputs, own.Outputs);
        Assert.Equal(shared.Report.Stats.AcceptedSteps, own.Report.Stats.AcceptedSteps);
        Assert.Equal(shared.Report.Stats.Evaluations, own.Report.Stats.Evaluations);
    }

    [Fact]
    public void One_bad_sample_does_not_stop_the_others()
    {
        var blowUp = new AnyFunction(1, (_, y) => [y[0] * y[0]]);       // y = y0/(1 − y0 t) has a pole at 1/y0

        var solved = Solving.Solve(blowUp, Settings, [0.5, 2], [0, 0.25, 1]);

        Assert.NotEqual(SolveStatus.Ok, solved.Report.Status);
        Assert.Equal(SolveStatus.Ok, solved.Report.Stats.Samples[0].Status);
        Assert.Equal(1, solved.At(2, 0)[0], 1e-5);
        Assert.Equal(4, solved.At(1, 1)[0], 1e-4);
        Assert.True(double.IsNaN(solved.At(2, 1)[0]));
        Assert.InRange(solved.Report.Failure!.Time, 0.45, 0.5 + 1e-6);
    }

    [Fact]
    public void Gradients_equal_those_of_each_sample_alone()
    {
        double[] bar = [0, 0, 0, 0, 0, 0, 1, -2, 0.5, 1, 1, 0, 1, 1, 0, 2, 0, 1];
        var direct = new GradientSettings { Method = GradientMethods.Find("direct")! };
        var both = Solving.Differentiate(new VanDerPol(), Settings, direct, [2, 0, 1, 1, 0.5, 4], [0, 0.7, 2], bar);

        for (var sample = 0; sample < 2; sample++)
        {
            double[] own = [.. Enumerable.Range(0, 3).SelectMany(i => bar.Skip(i * 6 + sample * 3).Take(3))];
            double[] y0 = sample == 0 ? [2, 0, 1] : [1, 0.5, 4];
            var alone = Solving.Differentiate(new VanDerPol(), Settings with { Batch = BatchStepping.Shared }, direct, y0, [0, 0.7, 2], own);
            for (var i = 0; i < 3; i++)
                Assert.Equal(alone.Y0[i], both.Y0[sample * 3 + i], 1e-10);
        }
        Assert.True(both.Report.Stats.Evaluations.Recomputed > 0);
    }

    private static Solved Solve(params double[] mu)
        => Solving.Solve(new VanDerPol(), Settings, [.. mu.SelectMany(m => new[] { 2, 0, m })], [0, 10]);
}
