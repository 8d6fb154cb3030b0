using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>
/// Elementwise loops over raw memory. The vector body and the scalar tail do the same fused operations in the same order,
/// so a value never depends on where in the block it lies: that is what makes a sample independent of its batch, bit for bit.
/// </summary>
/// <remarks>Compiled fully at the first call: a short training would otherwise be over before the runtime has found them hot.</remarks>
internal static unsafe class CpuKernels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Lanes => Vector512<T>.Count;

    /// <summary>target = origin + step·Σ weights[j]·terms[j]; origin null: zero. Needs at least one term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(T* target, T* origin, T step, T* weights, T** terms, int count, int length)
    {
        var steps = Vector512.Create(step);
        var i = 0;
        for (; i <= length - (4 * Lanes); i += 4 * Lanes)
            CombineFour(target + i, origin is null ? null : origin + i, steps, weights, terms, count, i);
        for (; i <= length - Lanes; i += Lanes)
        {
            var sum = Sum(weights, terms, count, i);
            (origin is null ? sum * steps : Fma(sum, steps, Vector512.Load(origin + i))).Store(target + i);
        }
        for (; i < length; i++)
        {
            var sum = SumOne(weights, terms, count, i);
            target[i] = origin is null ? sum * step : T.FusedMultiplyAdd(sum, step, origin[i]);
        }
    }

    /// <summary>Four vectors at a time: one chain of fused additions alone would wait for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CombineFour(T* target, T* origin, Vector512<T> steps, T* weights, T** terms, int count, int i)
    {
        var term = terms[0] + i;
        var weight = Vector512.Create(weights[0]);
        var sum0 = Vector512.Load(term) * weight;
        var sum1 = Vector512.Load(term + Lanes) * weight;
        var sum2 = Vector512.Load(term + (2 * Lanes)) * weight;
        var sum3 = Vector512.Load(term + (3 * Lanes)) * weight;
        for (var j = 1; j < count; j++)
        {
            term = terms[j] + i;
            weight = Vector512.Create(weights[j]);
            sum0 = Fma(Vector512.Load(term), weight, sum0);
            sum1 = Fma(Vector512.Load(term + Lanes), weight, sum1);
            sum2 = Fma(Vector512.Load(term + (2 * Lanes)), weight, sum2);
            sum3 = Fma(Vector512.Load(term + (3 * Lanes)), weight, sum3);
        }
        if (origin is null)
        {
            (sum0 * steps).Store(target);
            (sum1 * steps).Store(target + Lanes);
            (sum2 * steps).Store(target + (2 * Lanes));
            (sum3 * steps).Store(target + (3 * Lanes));
            return;
        }
        Fma(sum0, steps, Vector512.Load(origin)).Store(target);
        Fma(sum1, steps, Vector512.Load(origin + Lanes)).Store(target + Lanes);
        Fma(sum2, steps, Vector512.Load(origin + (2 * Lanes))).Store(target + (2 * Lanes));
        Fma(sum3, steps, Vector512.Load(origin + (3 * Lanes))).Store(target + (3 * Lanes));
    }

    /// <summary>The same with a step of its own for every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CombineStepwise(T* target, T* origin, T* steps, T* weights, T** terms, int count, int length)
    {
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            var sum = Sum(weights, terms, count, i);
            var step = Vector512.Load(steps + i);
            (origin is null ? sum * step : Fma(sum, step, Vector512.Load(origin + i))).Store(target + i);
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
        var (relatives, absolutes) = (Vector512.Create(relative), Vector512.Create(absolute));
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            var size = Vector512.Max(Vector512.Abs(Vector512.Load(y + i)), Vector512.Abs(Vector512.Load(yNext + i)));
            (Vector512.Load(error + i) / Fma(size, relatives, absolutes)).Store(ratio + i);
        }
        for (; i < length; i++)
        {
            var tolerance = T.FusedMultiplyAdd(T.Max(T.Abs(y[i]), T.Abs(yNext[i])), relative, absolute);
            ratio[i] = error[i] / tolerance;
        }
    }

    /// <summary>
    /// Σ (step·Σ weights[j]·terms[j] / (atol + rtol·max(|y|, |yNext|)))² in one pass: the same operations in the same order as
    /// <see cref="Combine"/>, <see cref="Ratios"/> and <see cref="SumOfSquares"/> one after another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquaredRatios(in ErrorTerms<T> terms, int offset, int length)
    {
        var local = terms;
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var end = offset + length;
        var i = offset;
        for (; i <= end - (2 * Vector512<double>.Count); i += 2 * Vector512<double>.Count)
        {
            var ratio = VectorOfRatios(local, i);
            var (first, second) = typeof(T) == typeof(float)
                ? Vector512.Widen(ratio.AsSingle())
                : (ratio.AsDouble(), VectorOfRatios(local, i + Lanes).AsDouble());
            low = Vector512.FusedMultiplyAdd(first, first, low);
            high = Vector512.FusedMultiplyAdd(second, second, high);
        }
        var sum = Vector512.Sum(low + high);
        for (; i < end; i++)
        {
            var tolerance = T.FusedMultiplyAdd(T.Max(T.Abs(local.Y[i]), T.Abs(local.YNext[i])), local.Relative, local.Absolute);
            var wide = double.CreateTruncating(SumOne(local.Weights, local.Slopes, local.Count, i) * local.Step / tolerance);
            sum += wide * wide;
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> VectorOfRatios(ErrorTerms<T> terms, int i)
    {
        var size = Vector512.Max(Vector512.Abs(Vector512.Load(terms.Y + i)), Vector512.Abs(Vector512.Load(terms.YNext + i)));
        var tolerance = Fma(size, Vector512.Create(terms.Relative), Vector512.Create(terms.Absolute));
        return Sum(terms.Weights, terms.Slopes, terms.Count, i) * Vector512.Create(terms.Step) / tolerance;
    }

    /// <summary>Σ value², in float64, in an order that depends on the length alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(T* value, int length)
    {
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i <= length - (2 * Vector512<double>.Count); i += 2 * Vector512<double>.Count)
        {
            var (first, second) = Widened(value + i);
            low = Vector512.FusedMultiplyAdd(first, first, low);
            high = Vector512.FusedMultiplyAdd(second, second, high);
        }
        var sum = Vector512.Sum(low + high);
        for (; i < length; i++)
        {
            var wide = double.CreateTruncating(value[i]);
            sum += wide * wide;
        }
        return sum;
    }

    /// <summary>Σ left·right, in float64, in an order that depends on the length alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(T* left, T* right, int length)
    {
        var sum = 0.0;
        for (var i = 0; i < length; i++)
            sum += double.CreateTruncating(left[i]) * double.CreateTruncating(right[i]);
        return sum;
    }

    /// <summary>Σ weights[j]·terms[j][i] for one vector of elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Sum(T* weights, T** terms, int count, int i)
    {
        var sum = Vector512.Load(terms[0] + i) * Vector512.Create(weights[0]);
        for (var j = 1; j < count; j++)
            sum = Fma(Vector512.Load(terms[j] + i), Vector512.Create(weights[j]), sum);
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

    /// <summary>16 values as float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> First, Vector512<double> Second) Widened(T* value)
        => typeof(T) == typeof(float)
            ? Vector512.Widen(Vector512.Load((float*)value))
            : (Vector512.Load((double*)value), Vector512.Load((double*)value + Vector512<double>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fma(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        => typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
}

/// <summary>An error estimate and what it is measured by: error = Step·Σ Weights[j]·Slopes[j], tolerance = Absolute + Relative·max(|Y|, |YNext|).</summary>
internal readonly unsafe ref struct ErrorTerms<T> where T : unmanaged
{
    public T* Y { get; init; }
    public T* YNext { get; init; }
    public T Relative { get; init; }
    public T Absolute { get; init; }
    public T Step { get; init; }
    public T* Weights { get; init; }
    public T** Slopes { get; init; }
    public int Count { get; init; }
}
