using System.Runtime.Intrinsics;
using Orchestrator.OdeEngine.Models;

namespace Orchestrator.OdeEngine.Tests.Models;

public sealed class VectorMathTests
{
    [Fact]
    public void Tanh_of_floats_is_within_two_and_a_half_last_places()
    {
        var worst = 0.0;
        for (var i = 0; i < 200_000; i++)
        {
            var x = i % 2 == 0 ? MathF.Exp((i / 200_000f * 24) - 20) : i / 200_000f * 9.5f;
            var expected = Math.Tanh(x);
            var ulp = MathF.BitIncrement((float)expected) - (float)expected;
            worst = Math.Max(worst, Math.Abs(VectorMath.Tanh(Vector512.Create(x)).ToScalar() - expected) / ulp);
        }
        Assert.InRange(worst, 0.5, 2.5);
    }

    [Fact]
    public void Tanh_of_doubles_is_within_three_last_places_of_the_library()
    {
        for (var i = 0; i < 100_000; i++)
        {
            var x = i % 2 == 0 ? Math.Exp((i / 100_000.0 * 34) - 30) : i / 100_000.0 * 20;
            var expected = Math.Tanh(x);
            var ulp = Math.BitIncrement(expected) - expected;
            Assert.True(Math.Abs(VectorMath.Tanh(Vector512.Create(x)).ToScalar() - expected) <= 3 * ulp, $"x = {x:R}");
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-30f)]
    [InlineData(0.37f)]
    [InlineData(50f)]
    [InlineData(float.PositiveInfinity)]
    public void Tanh_is_exactly_odd_and_saturates(float x)
    {
        var (plus, minus) = (VectorMath.Tanh(Vector512.Create(x)).ToScalar(), VectorMath.Tanh(Vector512.Create(-x)).ToScalar());
        Assert.Equal(BitConverter.SingleToInt32Bits(-plus), BitConverter.SingleToInt32Bits(minus));
        Assert.Equal(MathF.Tanh(x), plus, 1e-6f);
    }

    [Fact]
    public void Not_a_number_comes_through()
    {
        Assert.True(float.IsNaN(VectorMath.Tanh(Vector512.Create(float.NaN)).ToScalar()));
        Assert.True(double.IsNaN(VectorMath.Tanh(Vector512.Create(double.NaN)).ToScalar()));
    }
}
