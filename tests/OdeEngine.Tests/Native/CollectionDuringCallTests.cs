using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Native;

/// <summary>
/// TorchSharp's overloads without a scalar make one themselves and do not keep it alive during the native call: a garbage collection on another
/// thread (another run) freed it there. The call threw "Expected false to be true", or used what lay in its memory by then.
/// </summary>
public sealed class CollectionDuringCallTests
{
    private static readonly TimeSpan Pressure = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(ActivationKind.Tanh)]
    [InlineData(ActivationKind.Softplus)]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.Sigmoid)]
    [InlineData(ActivationKind.Silu)]
    [InlineData(ActivationKind.Elu)]
    public void Layers_on_libtorch_answer_the_same_while_others_collect(ActivationKind activation)
    {
        var shape = MlpShape.Of(new ModelSettings.Mlp([4], activation, 2, true), 2);
        var parameters = new ParameterBlock(shape.ParameterCount, ScalarType.Float64);
        for (var i = 0; i < parameters.Count; i++)
            parameters.Block.Doubles[i] = Math.Sin(1 + i * i);
        using var field = new TorchMlpField(shape, activation, parameters);
        using var tape = field.NewTape(3);
        using var y = Wave(3, 2);
        using var slope = StateBlock.Zeros(3, 2, ScalarType.Float64);
        using var yBar = StateBlock.Zeros(3, 2, ScalarType.Float64);

        AssertSteady(slope, () =>
        {
            field.Linearize(0.4, y, slope, tape);
            field.Vjp(tape, slope, new VjpTargets(yBar, null, []));
        });
    }

    [Fact]
    public void Arithmetic_on_tensors_answers_the_same_while_others_collect()
    {
        using var arithmetic = new TorchArithmetic(new ArithmeticLayout(3, 2, 1), ScalarType.Float64, ComputeDevice.Tensors);
        arithmetic.SetSteps([0.1]);
        using var origin = Wave(3, 2);
        using var term = Wave(3, 2);
        using var target = StateBlock.Zeros(3, 2, ScalarType.Float64);
        double[] weights = [0.5];
        var norms = new double[1];

        AssertSteady(target, () =>
        {
            arithmetic.Combine(target, origin, Scaling.Step, weights, [term]);
            arithmetic.CombineRows(target, origin, new RowRange(0, 1, 2), 0.3, weights, [term]);
            arithmetic.ScaledNorms(term, origin, origin, new Tolerances(1e-3, 1e-6), norms);
        });
    }

    private static StateBlock Wave(int batch, int features)
    {
        var block = StateBlock.Zeros(batch, features, ScalarType.Float64);
        for (var i = 0; i < block.Count; i++)
            block.Doubles[i] = Math.Cos(i * i);
        return block;
    }

    private static void AssertSteady(StateBlock answer, Action act)
    {
        act();
        var expected = answer.Doubles.ToArray();
        using var over = new CancellationTokenSource(Pressure);
        var collecting = new Thread(() =>
        {
            while (!over.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collecting.Start();
        try
        {
            while (!over.IsCancellationRequested)
            {
                act();
                Assert.Equal(expected, answer.Doubles.ToArray());
            }
        }
        finally
        {
            over.Cancel();
            collecting.Join();
        }
    }
}
