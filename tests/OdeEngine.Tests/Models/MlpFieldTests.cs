using System.Collections.Immutable;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Models;

public sealed class MlpFieldTests
{
    public static TheoryData<ActivationKind, ScalarType, bool> Kinds()
    {
        var data = new TheoryData<ActivationKind, ScalarType, bool>();
        foreach (var activation in Enum.GetValues<ActivationKind>())
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
                foreach (var managed in new[] { true, false })
                    data.Add(activation, type, managed);
        return data;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Evaluation_and_product_equal_autograd_over_random_shapes(ActivationKind activation, ScalarType type, bool managed)
    {
        var random = new Random(7);
        for (var round = 0; round < 12; round++)
        {
            var depth = random.Next(0, 4);
            var hidden = Enumerable.Range(0, depth).Select(_ => random.Next(1, 70)).ToImmutableArray();
            var settings = new ModelSettings.Mlp(hidden, activation, random.Next(1, 4), random.Next(2) == 0);
            var (features, batch) = (random.Next(1, 40), random.Next(1, 23));
            using var field = Field(settings, features, type, managed);
            CompareWithAutograd(field, settings, features, batch, perSampleTimes: random.Next(2) == 0);
        }
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void A_row_is_the_same_bits_in_any_batch(ScalarType type)
    {
        using var field = Field(new ModelSettings.Mlp([50, 17], ActivationKind.Tanh, 3, true), 3, type, managed: true);
        using var all = Normal(23, 3, type, 5);
        using var slopes = StateBlock.Zeros(23, 3, type);
        field.Evaluate(0.7, all, slopes);
        foreach (var row in new[] { 0, 7, 22 })
        {
            using var view = all.Tensor.narrow(0, row, 1);
            using var one = StateBlock.CopyOf(view);
            using var slope = StateBlock.Zeros(1, 3, type);
            field.Evaluate(0.7, one, slope);
            using var expected = slopes.Tensor.narrow(0, row, 1);
            Assert.True(expected.Equals(slope.Tensor));
        }
    }

    [Fact]
    public void Managed_kernels_allocate_nothing()
    {
        using var field = Field(new ModelSettings.Mlp([50], ActivationKind.Tanh, 3, true), 2, ScalarType.Float32, managed: true);
        using var y = Normal(20, 2, ScalarType.Float32, 1);
        using var slope = StateBlock.Zeros(20, 2, ScalarType.Float32);
        using var yBar = StateBlock.Zeros(20, 2, ScalarType.Float32);
        using var parameterBar = field.Parameters.NewGradient();
        using var tape = field.NewTape(20);
        Span<double> tBar = stackalloc double[1];
        Round(field, y, slope, yBar, parameterBar, tape, tBar);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 50; k++)
            Round(field, y, slope, yBar, parameterBar, tape, tBar);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Round(MlpField field, StateBlock y, StateBlock slope, StateBlock yBar, StateBlock parameterBar, IFieldTape tape, Span<double> tBar)
        {
            field.Evaluate(0.5, y, slope);
            field.Linearize(0.5, y, slope, tape);
            field.Vjp(tape, slope, new VjpTargets(yBar, parameterBar, tBar));
        }
    }

    [Fact]
    public void A_change_of_the_flat_parameters_shows_at_once()
    {
        using var field = Field(new ModelSettings.Mlp([4], ActivationKind.Tanh, 1, false), 1, ScalarType.Float32, managed: true);
        using var y = Normal(1, 1, ScalarType.Float32, 2);
        using var slope = StateBlock.Zeros(1, 1, ScalarType.Float32);
        field.Evaluate(0, y, slope);
        var before = slope.Floats[0];
        field.Parameters.Block.Floats[^1] += 2;
        field.Evaluate(0, y, slope);
        Assert.Equal(before + 2, slope.Floats[0], 1e-6f);
    }

    [Fact]
    public void Seeds_fix_the_start_in_both_precisions_and_the_last_layer_is_gentle()
    {
        var settings = new ModelSettings.Mlp([64, 64], ActivationKind.Tanh, 1, false);
        using var single = VectorFields.Create(settings, 2, ScalarType.Float32, null, 11);
        using var again = VectorFields.Create(settings, 2, ScalarType.Float32, null, 11);
        using var other = VectorFields.Create(settings, 2, ScalarType.Float32, null, 12);
        using var twice = VectorFields.Create(settings, 2, ScalarType.Float64, null, 11);
        Assert.True(single.Parameters.Block.Floats.SequenceEqual(again.Parameters.Block.Floats));
        Assert.False(single.Parameters.Block.Floats.SequenceEqual(other.Parameters.Block.Floats));
        var (floats, doubles) = (single.Parameters.Block.Floats.ToArray(), twice.Parameters.Block.Doubles.ToArray());
        Assert.Equal(doubles.Select(value => (float)value), floats);
        var hidden = floats.Skip((2 * 64) + 64).Take(64 * 64).Average(value => (double)value * value);
        var last = floats.TakeLast((2 * 64) + 2).Take(2 * 64).Average(value => (double)value * value);
        Assert.InRange(hidden, 0.9 / 64, 1.1 / 64);
        Assert.InRange(last, 0.006 / 64, 0.015 / 64);
        Assert.Equal(0, floats[^1]);
    }

    private static MlpField Field(ModelSettings.Mlp settings, int features, ScalarType type, bool managed)
    {
        var shape = MlpShape.Of(settings, features);
        var field = VectorFields.Create(settings, shape, type, null, managed);
        MlpInitialisation.Fill(field.Parameters, shape, settings.Activation, 3);
        using var generator = new Generator(4);
        using var noise = randn([field.Parameters.Count], dtype: type, generator: generator);
        using var noGrad = no_grad();
        using var scaled = noise.mul(0.3);
        field.Parameters.Flat.add_(scaled);
        return field;
    }

    private static StateBlock Normal(int rows, int columns, ScalarType type, ulong seed)
    {
        using var generator = new Generator(seed);
        using var values = randn([rows, columns], dtype: type, generator: generator);
        return StateBlock.CopyOf(values);
    }

    private static void CompareWithAutograd(MlpField field, ModelSettings.Mlp settings, int features, int batch, bool perSampleTimes)
    {
        using var scope = NewDisposeScope();
        var type = field.Parameters.ElementType;
        using var y = Normal(batch, features, type, 5);
        using var a = Normal(batch, features, type, 6);
        using var slope = StateBlock.Zeros(batch, features, type);
        using var yBar = Normal(batch, features, type, 8);
        using var parameterBar = field.Parameters.NewGradient();
        var startBar = yBar.Tensor.clone();
        double[] times = [.. Enumerable.Range(0, batch).Select(r => perSampleTimes ? 0.1 * r : 0.4)];
        var tBar = new double[perSampleTimes ? batch : 1];
        using var tape = field.NewTape(batch);
        var time = perSampleTimes ? new SolveTime(times) : new SolveTime(0.4);
        field.Linearize(time, y, slope, tape);
        var linearized = slope.Tensor.clone();
        field.Evaluate(time, y, slope);
        Assert.True(linearized.Equals(slope.Tensor));
        field.Vjp(tape, a, new VjpTargets(yBar, parameterBar, tBar));

        var reference = Reference.Of(settings, field.Parameters.Flat, y.Tensor, tensor(times, dtype: type).view(batch, 1), a.Tensor);
        var tolerance = type == ScalarType.Float32 ? 2e-5 : 1e-12;
        Close(reference.Slope, slope.Tensor, tolerance);
        Close(reference.YBar, yBar.Tensor - startBar, tolerance);
        Close(reference.ParameterBar, parameterBar.Tensor.view(-1), tolerance);
        if (settings.TimeInput)
            Close(perSampleTimes ? reference.TBar.view(-1) : reference.TBar.sum().view(1), tensor(tBar, dtype: type), 5 * tolerance);
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        var scale = Math.Max(1, expected.abs().max().to_type(ScalarType.Float64).item<double>());
        var error = (expected - actual).abs().max().to_type(ScalarType.Float64).item<double>();
        Assert.True(error <= tolerance * scale, $"error {error} at scale {scale}");
    }
}
