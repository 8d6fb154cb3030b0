using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>
/// Elementwise loops over raw memory. The vector body and the scalar tail do the same fused operations in the same order,
/// so a value never depends on where in the block it lies: that is what makes a sample independent of its batch, bit for bit.
/// </summary>
internal static unsafe class CpuKernels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Σ weights[j]·terms[j][i] for one vector of elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Sum(T* weights, T** terms, int count, int i)
    {
        var sum = Vector.Load(terms[0] + i) * new Vector<T>(weights[0]);
        for (var j = 1; j < count; j++)
            sum = Fma(Vector.Load(terms[j] + i), new Vector<T>(weights[j]), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumOne(T* weights, T** terms, int count, int i)
    {
        var sum = terms[0][i] * weights[0];
        for (var j = 1; j < count; j++)
            sum = T.FusedMultiplyAdd(terms[j][i], weights[j], sum);
        return sum;
    }

    /// <summary>target = origin + step·Σ; origin null: zero. Needs at least one term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(T* target, T* origin, T step, T* weights, T** terms, int count, int length)
    {
        var steps = new Vector<T>(step);
        var i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var sum = Sum(weights, terms, count, i);
            var result = origin is null ? sum * steps : Fma(sum, steps, Vector.Load(origin + i));
            result.Store(target + i);
        }
        for (; i < length; i++)
        {
            var sum = SumOne(weights, terms, count, i);
            target[i] = origin is null ? sum * step : T.FusedMultiplyAdd(sum, step, origin[i]);
        }
    }

    /// <summary>The same with a step of its own for every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CombineStepwise(T* target, T* origin, T* steps, T* weights, T** terms, int count, int length)
    {
        var i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var sum = Sum(weights, terms, count, i);
            var step = Vector.Load(steps + i);
            var result = origin is null ? sum * step : Fma(sum, step, Vector.Load(origin + i));
            result.Store(target + i);
        }
        for (; i < length; i++)
        {
            var sum = SumOne(weights, terms, count, i);
            target[i] = origin is null ? sum * steps[i] : T.FusedMultiplyAdd(sum, steps[i], origin[i]);
        }
    }

    /// <summary>ratio = error / (atol + rtol·max(|y|, |yNext|)); error may be the ratio's own memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Ratios(T* ratio, T* error, T* y, T* yNext, T relative, T absolute, int length)
    {
        var i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var size = Vector.Max(Vector.Abs(Vector.Load(y + i)), Vector.Abs(Vector.Load(yNext + i)));
            var tolerance = Fma(size, new Vector<T>(relative), new Vector<T>(absolute));
            (Vector.Load(error + i) / tolerance).Store(ratio + i);
        }
        for (; i < length; i++)
        {
            var tolerance = T.FusedMultiplyAdd(T.Max(T.Abs(y[i]), T.Abs(yNext[i])), relative, absolute);
            ratio[i] = error[i] / tolerance;
        }
    }

    /// <summary>Σ value², in float64, in an order that depends on the length alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(T* value, int length)
    {
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i <= length - 4; i += 4)
        {
            a += Square(value[i]);
            b += Square(value[i + 1]);
            c += Square(value[i + 2]);
            d += Square(value[i + 3]);
        }
        for (; i < length; i++)
            a += Square(value[i]);
        return a + b + (c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(T* left, T* right, int length)
    {
        var sum = 0.0;
        for (var i = 0; i < length; i++)
            sum += double.CreateTruncating(left[i]) * double.CreateTruncating(right[i]);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Square(T value)
    {
        var wide = double.CreateTruncating(value);
        return wide * wide;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Fma(Vector<T> a, Vector<T> b, Vector<T> c)
        => typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
}
