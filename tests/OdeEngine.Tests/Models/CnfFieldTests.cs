using System.Collections.Immutable;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Models;

/// <summary>The flow with the exact trace against the plain network and its products, and against central differences.</summary>
public sealed class CnfFieldTests
{
    private const int Batch = 5;
    private const double Time = 0.4;

    public static TheoryData<int, int[]> Shapes => new() { { 1, [7] }, { 2, [20] }, { 2, [16, 33] }, { 3, [9, 40, 18] } };

    [Theory, MemberData(nameof(Shapes))]
    public void Trace_is_the_sum_of_the_networks_own_derivatives(int features, int[] hidden)
    {
        var settings = new ModelSettings.Mlp([.. hidden], ActivationKind.Tanh, 1, true);
        using var flow = Flow(settings, features);
        using var network = VectorFields.Create(settings, features, ScalarType.Float64, null, 0);
        flow.Parameters.Block.Doubles.CopyTo(network.Parameters.Block.Doubles);
        using var state = Filled(Batch, features + 1, 3);
        using var slope = StateBlock.Zeros(Batch, features + 1, ScalarType.Float64);
        using var place = StateBlock.Zeros(Batch, features, ScalarType.Float64);
        using var flowSlope = StateBlock.Zeros(Batch, features, ScalarType.Float64);
        for (var at = 0; at < place.Count; at++)
            place.Doubles[at] = state.Doubles[(at / features * (features + 1)) + (at % features)];
        using var tape = network.NewTape(Batch);
        network.Linearize(Time, place, flowSlope, tape);
        var trace = new double[Batch];
        for (var i = 0; i < features; i++)
        {
            using var unit = StateBlock.Zeros(Batch, features, ScalarType.Float64);
            using var bar = StateBlock.Zeros(Batch, features, ScalarType.Float64);
            for (var r = 0; r < Batch; r++)
                unit.Doubles[(r * features) + i] = 1;
            network.Vjp(tape, unit, new VjpTargets(bar, null, default));
            for (var r = 0; r < Batch; r++)
                trace[r] += bar.Doubles[(r * features) + i];
        }

        flow.Evaluate(Time, state, slope);

        for (var r = 0; r < Batch; r++)
        {
            Assert.Equal(-trace[r], slope.Doubles[(r * (features + 1)) + features], 1e-12);
            for (var i = 0; i < features; i++)
                Assert.Equal(flowSlope.Doubles[(r * features) + i], slope.Doubles[(r * (features + 1)) + i], 1e-12);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Product_equals_central_differences(int features, int[] hidden)
    {
        const double nudge = 1e-5;
        using var flow = Flow(new ModelSettings.Mlp([.. hidden], ActivationKind.Tanh, 1, true), features);
        using var state = Filled(Batch, features + 1, 3);
        using var cotangent = Filled(Batch, features + 1, 4);
        using var slope = StateBlock.Zeros(Batch, features + 1, ScalarType.Float64);
        using var stateBar = StateBlock.Zeros(Batch, features + 1, ScalarType.Float64);
        using var parameterBar = flow.Parameters.NewGradient();
        using var tape = flow.NewTape(Batch);
        var timeBar = new double[1];

        flow.Linearize(Time, state, slope, tape);
        flow.Vjp(tape, cotangent, new VjpTargets(stateBar, parameterBar, timeBar));

        Assert.Equal((Value(Time + nudge) - Value(Time - nudge)) / (2 * nudge), timeBar[0], 1e-7);
        Compare(state, stateBar);
        Compare(flow.Parameters.Block, parameterBar);

        void Compare(StateBlock values, StateBlock bar)
        {
            for (var i = 0; i < values.Count; i++)
            {
                var kept = values.Doubles[i];
                values.Doubles[i] = kept + nudge;
                var above = Value(Time);
                values.Doubles[i] = kept - nudge;
                var below = Value(Time);
                values.Doubles[i] = kept;
                Assert.Equal((above - below) / (2 * nudge), bar.Doubles[i], 1e-7);
            }
        }

        double Value(double time)
        {
            flow.Evaluate(time, state, slope);
            var sum = 0.0;
            for (var i = 0; i < slope.Count; i++)
                sum += slope.Doubles[i] * cotangent.Doubles[i];
            return sum;
        }
    }

    [Fact]
    public void A_network_without_hidden_layer_is_refused_with_the_reason()
    {
        using var parameters = new ParameterBlock(8, ScalarType.Float64);
        var shape = MlpShape.Of(new ModelSettings.Mlp(ImmutableArray<int>.Empty, ActivationKind.Tanh, 1, true), 2);
        var error = Assert.Throws<ArgumentException>(() => new CnfField<double>(shape, parameters));
        Assert.Contains("at least two layers", error.Message, StringComparison.Ordinal);
    }

    private static CnfField<double> Flow(ModelSettings.Mlp settings, int features)
    {
        var shape = MlpShape.Of(settings, features);
        var parameters = new ParameterBlock(shape.ParameterCount, ScalarType.Float64);
        Fill(parameters.Block, 1);
        return new CnfField<double>(shape, parameters);
    }

    private static StateBlock Filled(int batch, int features, int seed)
    {
        var block = StateBlock.Zeros(batch, features, ScalarType.Float64);
        Fill(block, seed);
        return block;
    }

    private static void Fill(StateBlock block, int seed)
    {
        var random = new Random(seed);
        foreach (ref var value in block.Doubles)
            value = random.NextDouble() - 0.5;
    }
}
