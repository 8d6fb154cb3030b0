using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using Orchestrator.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Gradients;

/// <summary>The checkpointed gradient is the direct one, bit for bit, from memory that grows with the root of the number of steps.</summary>
public sealed class CheckpointedTests
{
    private static readonly double[] Inside = [0, 0.35, 1.02, 1.03, 2.9];

    public static TheoryData<string, ScalarType, BatchStepping> Cases
    {
        get
        {
            var cases = new TheoryData<string, ScalarType, BatchStepping>();
            foreach (var solver in OdeSolvers.All)
                foreach (var elementType in new[] { ScalarType.Float32, ScalarType.Float64 })
                    foreach (var stepping in Enum.GetValues<BatchStepping>())
                        if (solver.IsAdaptive || stepping == BatchStepping.Shared)
                            cases.Add(solver.Name, elementType, stepping);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Equals_direct_with_outputs_in_steps_at_ends_and_backwards_in_time(string solver, ScalarType elementType, BatchStepping stepping)
    {
        var settings = GradientCase.Usual(solver, stepping);
        foreach (var times in new[] { Inside, [0, 1.5, 3], [2.9, 1.1, 1, 0] })
            AssertSame(GradientCase.Of(new LotkaVolterra(), settings, times, LotkaVolterra.UsualRates) with { ElementType = elementType });
    }

    [Theory, MemberData(nameof(Cases))]
    public void Equals_direct_where_time_matters_without_parameters_and_for_a_batch_of_one(string solver, ScalarType elementType, BatchStepping stepping)
    {
        var settings = GradientCase.Usual(solver, stepping);
        AssertSame(GradientCase.Of(new TimeScaled(), settings, Inside, 0.7) with { ElementType = elementType });
        AssertSame(GradientCase.Of(new InverseSquare(), settings, Inside) with { ElementType = elementType, Batch = 1 });
        AssertSame(GradientCase.Of(new VanDerPol(), settings, Inside) with { ElementType = elementType });
    }

    [Theory, InlineData(1), InlineData(4), InlineData(7)]
    public void Equals_direct_at_every_order_of_the_Adams_methods(int order)
    {
        foreach (var solver in OdeSolvers.All.Where(solver => solver.HasOrderOption))
            AssertSame(GradientCase.Of(new LotkaVolterra(), GradientCase.Usual(solver.Name) with { AdamsOrder = order }, [0, 0.35, 2.905], LotkaVolterra.UsualRates));
    }

    [Theory, InlineData(8), InlineData(300)]
    public void Equals_direct_for_networks_of_both_kinds_of_kernel(int hidden)
        => AssertSame(new GradientCase(type => VectorFields.Create(new ModelSettings.Mlp([hidden, hidden], ActivationKind.Tanh, 1, true), 3, type, null, 5), GradientCase.Usual("dopri5"), Inside) with { ElementType = ScalarType.Float32 });

    [Fact]
    public void Equals_direct_for_a_flow_and_for_autograd()
    {
        AssertSame(new GradientCase(Flow, GradientCase.Usual("tsit5"), Inside) with { ElementType = ScalarType.Float32 });
        AssertSame(new GradientCase(type => new AutogradField((t, y) => torch.tanh(y) + t, 2, [], type), GradientCase.Usual("bosh3"), Inside));
    }

    [Fact]
    public void Blocks_grow_with_the_root_of_the_number_of_steps()
    {
        const int Batch = 50;
        const double StateBytes = Batch * 2 * sizeof(double);
        var one = Peak(1);
        foreach (var steps in new[] { 100, 127, 128, 400, 1600, 6400 })
        {
            Assert.InRange((Peak(steps) - one) / StateBytes, Math.Sqrt(steps), (2.2 * Math.Sqrt(steps)) + 2);
            Assert.True(Peak(4 * steps) < 2 * Peak(steps));
        }

        static long Peak(int steps)
        {
            var settings = new SolveSettings { Solver = Solving.Named("rk4"), StepSize = 1.0 / steps };
            using var prepared = (GradientCase.Of(new LotkaVolterra(), settings, [0, 1], LotkaVolterra.UsualRates) with { Batch = Batch }).Prepare("checkpointed");
            Assert.Equal(steps, prepared.Run().Forward.Stats.AcceptedSteps);
            var peak = prepared.PeakBytes;
            prepared.Run();
            Assert.Equal(peak, prepared.PeakBytes);
            return peak;
        }
    }

    /// <summary>100 steps of 4 slopes: each is linearised once (400). States are kept every 8 steps: 12 · 7 + 3 steps are made again for the others.</summary>
    [Fact]
    public void What_is_made_again_is_counted_as_such()
    {
        var problem = GradientCase.Of(new LotkaVolterra(), new SolveSettings { Solver = Solving.Named("rk4"), StepSize = 0.01 }, [0, 1], LotkaVolterra.UsualRates);

        var (direct, checkpointed) = (problem.Differentiate("direct"), problem.Differentiate("checkpointed"));

        var twoTimes = problem.Times.Length;
        Assert.Equal(direct.Forward.Stats.Evaluations, checkpointed.Forward.Stats.Evaluations);
        Assert.Equal(new FunctionEvaluations(0, twoTimes, 400 + (4 * ((12 * 7) + 3)), 400), checkpointed.Backward.Stats.Evaluations);
        Assert.Equal(new FunctionEvaluations(0, twoTimes, 0, 400), direct.Backward.Stats.Evaluations);
    }

    [Theory, InlineData("checkpointed", BatchStepping.Shared), InlineData("checkpointed", BatchStepping.Independent), InlineData("direct", BatchStepping.Independent)]
    public void A_field_that_does_not_answer_the_same_twice_is_an_error(string method, BatchStepping stepping)
    {
        var problem = GradientCase.Of(new LotkaVolterra(), GradientCase.Usual("dopri5", stepping), Inside, LotkaVolterra.UsualRates);
        using var prepared = problem.Prepare(method);
        var forward = prepared.Forward();
        prepared.Field.Parameters.Block.Doubles[0] += 1e-3;

        var error = Assert.Throws<InvalidOperationException>(() => prepared.Backward(forward));

        Assert.Contains("parameter", error.Message);
        Assert.Contains("direct", error.Message);
        prepared.Field.Parameters.Block.Doubles[0] -= 1e-3;
        prepared.Run().AssertSameBits(problem.Differentiate(method));
    }

    private static void AssertSame(GradientCase problem)
    {
        var (direct, checkpointed) = (problem.Differentiate("direct"), problem.Differentiate("checkpointed"));
        Assert.True(direct.Forward.Stats.AcceptedSteps > 35, "Too few steps for strides of more than one.");
        checkpointed.AssertSameBits(direct);
    }

    private static CnfField<float> Flow(ScalarType elementType)
    {
        var shape = MlpShape.Of(new([8], ActivationKind.Tanh, 1, true), 2);
        var parameters = new ParameterBlock(shape.ParameterCount, elementType);
        for (var i = 0; i < parameters.Count; i++)
            parameters.Block.Floats[i] = MathF.Sin(i + 1);
        return new CnfField<float>(shape, parameters);
    }
}
