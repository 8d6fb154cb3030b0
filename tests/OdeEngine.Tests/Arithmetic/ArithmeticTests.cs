using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Arithmetic;

/// <summary>The two arithmetics do the same on every operation, for odd sizes, both dtypes, one lane and many.</summary>
public sealed class ArithmeticTests
{
    public static TheoryData<int, int, int, ScalarType> Layouts
    {
        get
        {
            var layouts = new TheoryData<int, int, int, ScalarType>();
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
                foreach (var (batch, features) in new[] { (1, 1), (3, 2), (7, 5), (20, 33) })
                {
                    layouts.Add(batch, features, 1, type);
                    if (batch > 1)
                        layouts.Add(batch, features, batch, type);
                }
            return layouts;
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Cpu_and_tensor_arithmetic_agree(int batch, int features, int lanes, ScalarType type)
    {
        var layout = new ArithmeticLayout(batch, features, lanes);
        using var cpu = StateArithmetic.For(layout, type, ComputeDevice.Processor);
        using var tensors = new TorchArithmetic(layout, type, ComputeDevice.Tensors);
        var tolerance = type == ScalarType.Float32 ? 1e-5 : 1e-13;

        var (a, b) = (Results(cpu, layout, type), Results(tensors, layout, type));

        Assert.Equal(a.Length, b.Length);
        for (var i = 0; i < a.Length; i++)
            Assert.Equal(a[i], b[i], tolerance * Math.Max(1, Math.Abs(a[i])));
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void Segments_have_norms_of_their_own_and_the_largest_counts(ScalarType type)
    {
        var layout = new ArithmeticLayout(1, 6, 1) { Segments = [new(0, 2), new(2, 1)] };     // 3 to 5 count for nothing
        using var y = Block([0, 0, 0, 0, 0, 0], 1, type);
        using var slope = Block([3, 4, 2, 1e6, 1e6, 1e6], 1, type);
        foreach (var arithmetic in new[] { StateArithmetic.For(layout, type, ComputeDevice.Processor), new TorchArithmetic(layout, type, ComputeDevice.Tensors) })
        {
            var ratio = new double[1];
            arithmetic.SetSteps([0.5]);
            arithmetic.ErrorRatios(new ErrorTest(y, y, new Tolerances(1e-3, 0.1)), [1], [slope], ratio);
            Assert.Equal(0.5 * Math.Sqrt(12.5) / 0.1, ratio[0], 1e-5);
            arithmetic.Dispose();
        }
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void A_sample_alone_and_in_a_batch_of_its_own_steps_has_the_same_error_to_the_bit(ScalarType type)
    {
        foreach (var features in new[] { 1, 7, 16, 37, 512 })
        {
            var row = Enumerable.Range(0, features).Select(i => Math.Sin(i + 1.0)).ToArray();
            var ratios = new double[2];
            var alone = new double[1];
            foreach (var (batch, into) in new[] { (1, alone), (2, ratios) })
            {
                double[] Rows(double factor) => [.. Enumerable.Repeat(row, batch).SelectMany(values => values.Select(value => factor * value))];
                using var arithmetic = StateArithmetic.For(new ArithmeticLayout(batch, features, batch), type, ComputeDevice.Processor);
                using var y = Block(Rows(1), batch, type);
                using var next = Block(Rows(-1.5), batch, type);
                using var first = Block(Rows(0.3), batch, type);
                using var second = Block(Rows(0.7), batch, type);
                arithmetic.SetSteps([.. Enumerable.Repeat(0.1, batch)]);
                arithmetic.ErrorRatios(new ErrorTest(y, next, new Tolerances(1e-3, 1e-5)), [0.5, 0, -0.2], [first, first, second], into);
            }
            Assert.Equal([alone[0], alone[0]], ratios);
        }
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Values_that_are_not_finite_reach_the_norm_of_their_lane_only(double bad)
    {
        var layout = new ArithmeticLayout(3, 5, 3);
        foreach (var arithmetic in new[] { StateArithmetic.For(layout, ScalarType.Float64, ComputeDevice.Processor), new TorchArithmetic(layout, ScalarType.Float64, ComputeDevice.Tensors) })
        {
            using var y = Block(new double[15], 3, ScalarType.Float64);
            using var next = Block([1, 1, 1, 1, 1, 1, 1, bad, 1, 1, 1, 1, 1, 1, 1], 3, ScalarType.Float64);
            using var slope = Block([1, 1, 1, 1, 1, 1, 1, bad, 1, 1, 1, 1, 1, 1, 1], 3, ScalarType.Float64);
            var ratios = new double[3];
            arithmetic.SetSteps([1, 1, 1]);
            arithmetic.ErrorRatios(new ErrorTest(y, next, new Tolerances(1e-3, 1e-3)), [1], [slope], ratios);
            Assert.False(double.IsFinite(ratios[1]));
            Assert.Equal(500, ratios[0], 1e-9);
            Assert.Equal(500, ratios[2], 1e-9);
            arithmetic.Dispose();
        }
    }

    /// <summary>Runs every operation once and strings all results together.</summary>
    private static double[] Results(IStateArithmetic arithmetic, ArithmeticLayout layout, ScalarType type)
    {
        var (batch, count) = (layout.Batch, layout.Count);
        using var y = Block(Wave(count, 1), batch, type);
        using var next = Block(Wave(count, 2), batch, type);
        using var a = Block(Wave(count, 3), batch, type);
        using var b = Block(Wave(count, 4), batch, type);
        using var target = Block(Wave(count, 5), batch, type);
        using var tall = Block(Wave(3 * count, 6), 3 * batch, type);
        double[] steps = [.. Enumerable.Range(0, layout.Lanes).Select(i => 0.1 + 0.03 * i)];
        bool[] mask = [.. Enumerable.Range(0, layout.Lanes).Select(i => i % 2 == 0)];
        var norms = new double[layout.Lanes];
        List<double> results = [];

        arithmetic.SetSteps(steps);
        arithmetic.Combine(target, y, Scaling.Step, [0.3, 0, -1.2], [a, y, b]);
        Take();
        arithmetic.Combine(target, target, Scaling.One, [2, 1], [target, b]);
        Take();
        arithmetic.Combine(target, null, Scaling.Step, [0, 1], [a, b]);
        Take();
        arithmetic.Combine(target, null, Scaling.One, [0, 0], [a, b]);
        Take();
        arithmetic.CombineRows(tall, y, new RowRange(0, 2 * batch, batch), 0.7, [0.5, 0.25], [a, b]);
        arithmetic.AddRows(tall, a, new RowRange(batch - 1, batch, 1), -1.5);
        arithmetic.CopyRows(tall, b, new RowRange(0, 1, batch - 1));
        arithmetic.FillRows(tall, new RowRange(0, 0, 1), 4);
        results.AddRange(Values(tall));
        arithmetic.CopyLanes(target, next, mask);
        Take();
        arithmetic.ErrorRatios(new ErrorTest(y, next, new Tolerances(1e-2, 1e-3)), [0.4, -0.4], [a, b], norms);
        results.AddRange(norms);
        arithmetic.ScaledNorms(a, null, y, new Tolerances(1e-1, 1e-2), norms);
        results.AddRange(norms);
        arithmetic.ScaledNorms(a, b, y, new Tolerances(1e-1, 1e-2), norms);
        results.AddRange(norms);
        arithmetic.Norms(next, norms);
        results.AddRange(norms);
        results.Add(arithmetic.Dot(tall, a, new RowRange(batch, 0, batch)));
        arithmetic.Fill(target, -3);
        Take();
        return [.. results];

        void Take() => results.AddRange(Values(target));
    }

    private static double[] Wave(int count, int phase) => [.. Enumerable.Range(0, count).Select(i => Math.Sin(1 + i * i + phase))];

    private static StateBlock Block(double[] values, int batch, ScalarType type)
    {
        using var tensor = torch.tensor(values, [batch, values.Length / batch], dtype: type);
        return StateBlock.CopyOf(tensor);
    }

    private static IEnumerable<double> Values(StateBlock block)
        => block.ElementType == ScalarType.Float64 ? block.Doubles.ToArray() : block.Floats.ToArray().Select(value => (double)value);
}
