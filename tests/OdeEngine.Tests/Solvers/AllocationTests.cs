using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Solvers;

/// <summary>In steady state a step costs no managed memory and makes no tensor: the price of a call does not depend on its number of steps.</summary>
public sealed class AllocationTests
{
    public static TheoryData<string, string, BatchStepping> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, BatchStepping>();
            foreach (var solver in OdeSolvers.All)
                foreach (var method in GradientMethods.All)
                    cases.Add(solver.Name, method.Name, BatchStepping.Shared);
            foreach (var method in GradientMethods.All)
                cases.Add("dopri5", method.Name, BatchStepping.Independent);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Bytes_per_step_are_zero(string name, string method, BatchStepping stepping)
    {
        var solver = Solving.Named(name);
        var settings = solver.IsAdaptive
            ? new SolveSettings { Solver = solver, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-8, Batch = stepping }
            : new SolveSettings { Solver = solver, StepSize = 0.02 };
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float32, LotkaVolterra.UsualRates);
        using var solve = Ode.Prepare(new CountedField(field), 3, settings, new GradientSettings { Method = GradientMethods.Find(method)! });
        using var y0 = StateBlock.Zeros(3, 2, ScalarType.Float32);
        y0.Floats.Fill(1);
        using var bar = StateBlock.Zeros(9, 2, ScalarType.Float32);
        bar.Floats.Fill(1);
        using var parameterBar = field.Parameters.NewGradient();
        double[] many = [0, 1.7, 4];
        double[] few = [0, 0.1, 0.2];
        Run(many);
        Run(few);

        var (ofMany, steps) = Measure(many);
        var (ofFew, fewerSteps) = Measure(few);

        Assert.True(steps > fewerSteps + 10);
        Assert.Equal(ofFew, ofMany);

        (long Bytes, long Steps) Measure(double[] times)
        {
            DisposeScopeManager.Statistics.Reset();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var done = Run(times);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return (bytes, done);
        }

        long Run(double[] times)
        {
            var forward = solve.Forward(y0, times);
            var backward = solve.Backward(bar, null, parameterBar, []);
            Assert.Equal(SolveStatus.Ok, forward.Status);
            Assert.Equal(SolveStatus.Ok, backward.Status);
            return forward.Stats.AcceptedSteps;
        }
    }

    [Fact]
    public void Memory_of_the_direct_gradient_grows_with_steps_that_of_the_adjoint_does_not()
    {
        Assert.True(Peak("direct", 0.001) > 5 * Peak("direct", 0.01));
        Assert.Equal(Peak("adjoint", 0.01), Peak("adjoint", 0.001));

        static long Peak(string method, double step)
        {
            using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates);
            using var solve = Ode.Prepare(new CountedField(field), 1, new SolveSettings { Solver = Solving.Named("rk4"), StepSize = step }, new GradientSettings { Method = GradientMethods.Find(method)! });
            using var y0 = Solving.Block([1, 1], 1);
            using var bar = Solving.Block([0, 0, 1, 1], 2);
            using var parameterBar = field.Parameters.NewGradient();
            solve.Forward(y0, [0, 1]);
            solve.Backward(bar, null, parameterBar, []);
            return solve.PeakBytes;
        }
    }
}
