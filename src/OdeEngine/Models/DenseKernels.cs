using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Orchestrator.OdeEngine.Models;

/// <summary>What happens to a vector of results before it is stored. A type, so that kernels are compiled for it.</summary>
internal interface IEpilogue<T> where T : unmanaged
{
    /// <param name="offset">Index of the vector's first element in the result array.</param>
    Vector512<T> Apply(Vector512<T> result, nint offset);
}

/// <summary>
/// Products of small dense layers on padded row-major arrays: every row length ("stride") is a whole number of vectors and the padding is zero,
/// so no kernel has a tail. Each result row is summed in an order of its own, whatever the number of rows.
/// </summary>
internal static unsafe class DenseKernels
{
    /// <summary>Rows between the one being written and the one asked for from memory.</summary>
    private const int FetchedAhead = 48;

    /// <summary>Elements per vector.</summary>
    public static int Lanes<T>() where T : unmanaged => Vector512<T>.Count;

    /// <summary>The smallest whole number of vectors that holds n elements, in elements.</summary>
    public static int Padded<T>(int n) where T : unmanaged => (n + Lanes<T>() - 1) / Lanes<T>() * Lanes<T>();

    /// <summary>y[r] ← epilogue(start + Σₖ x[r, k]·matrix[k]); matrix [inner, width]; lanes run along width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread<T, TEpilogue>(in Rows<T> x, int inner, T* matrix, T* start, in Rows<T> y, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        var row = 0;
        for (; row + 4 <= x.Count; row += 4)
            SpreadFour(x.At(row), x.Stride, inner, matrix, start, y, row, epilogue);
        for (; row < x.Count; row++)
            SpreadOne(x.At(row), inner, matrix, start, y, row, epilogue);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadFour<T, TEpilogue>(T* x, int xStride, int inner, T* matrix, T* start, in Rows<T> y, int row, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        var width = y.Stride;
        T* x1 = x + xStride, x2 = x1 + xStride, x3 = x2 + xStride;
        for (var c = 0; c < width; c += Vector512<T>.Count)
        {
            var even0 = Vector512.Load(start + c);
            Vector512<T> even1 = even0, even2 = even0, even3 = even0;
            Vector512<T> odd0 = Vector512<T>.Zero, odd1 = odd0, odd2 = odd0, odd3 = odd0;
            var m = matrix + c;
            var k = 0;
            for (; k + 2 <= inner; k += 2, m += 2 * (nint)width)
            {
                var first = Vector512.Load(m);
                var second = Vector512.Load(m + width);
                even0 = VectorMath.MultiplyAdd(Vector512.Create(x[k]), first, even0);
                odd0 = VectorMath.MultiplyAdd(Vector512.Create(x[k + 1]), second, odd0);
                even1 = VectorMath.MultiplyAdd(Vector512.Create(x1[k]), first, even1);
                odd1 = VectorMath.MultiplyAdd(Vector512.Create(x1[k + 1]), second, odd1);
                even2 = VectorMath.MultiplyAdd(Vector512.Create(x2[k]), first, even2);
                odd2 = VectorMath.MultiplyAdd(Vector512.Create(x2[k + 1]), second, odd2);
                even3 = VectorMath.MultiplyAdd(Vector512.Create(x3[k]), first, even3);
                odd3 = VectorMath.MultiplyAdd(Vector512.Create(x3[k + 1]), second, odd3);
            }
            if (k < inner)
            {
                var last = Vector512.Load(m);
                even0 = VectorMath.MultiplyAdd(Vector512.Create(x[k]), last, even0);
                even1 = VectorMath.MultiplyAdd(Vector512.Create(x1[k]), last, even1);
                even2 = VectorMath.MultiplyAdd(Vector512.Create(x2[k]), last, even2);
                even3 = VectorMath.MultiplyAdd(Vector512.Create(x3[k]), last, even3);
            }
            var offset = ((nint)row * width) + c;
            Fetch(y.Start + offset + ((nint)FetchedAhead * width), width);
            epilogue.Apply(even0 + odd0, offset).Store(y.Start + offset);
            offset += width;
            epilogue.Apply(even1 + odd1, offset).Store(y.Start + offset);
            offset += width;
            epilogue.Apply(even2 + odd2, offset).Store(y.Start + offset);
            offset += width;
            epilogue.Apply(even3 + odd3, offset).Store(y.Start + offset);
        }
    }

    /// <summary>
    /// Asks for four result lines before their turn: a tape is memory last used a whole solve ago, and waiting for it costs a quarter of the
    /// product. Reaching past the end is harmless.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<T>(T* line, int width) where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(line);
        Sse.Prefetch0(line + width);
        Sse.Prefetch0(line + (2 * width));
        Sse.Prefetch0(line + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadOne<T, TEpilogue>(T* x, int inner, T* matrix, T* start, in Rows<T> y, int row, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        var width = y.Stride;
        for (var c = 0; c < width; c += Vector512<T>.Count)
        {
            var even = Vector512.Load(start + c);
            var odd = Vector512<T>.Zero;
            var m = matrix + c;
            var k = 0;
            for (; k + 2 <= inner; k += 2, m += 2 * (nint)width)
            {
                even = VectorMath.MultiplyAdd(Vector512.Create(x[k]), Vector512.Load(m), even);
                odd = VectorMath.MultiplyAdd(Vector512.Create(x[k + 1]), Vector512.Load(m + width), odd);
            }
            if (k < inner)
                even = VectorMath.MultiplyAdd(Vector512.Create(x[k]), Vector512.Load(m), even);
            var offset = ((nint)row * width) + c;
            epilogue.Apply(even + odd, offset).Store(y.Start + offset);
        }
    }

    /// <summary>y[r, o] ← start[o] + x[r]·matrix[o]; matrix [outputs, x.Stride]; lanes run along x, then they are summed. For few outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot<T>(in Rows<T> x, T* matrix, T* start, in Rows<T> y, int outputs) where T : unmanaged, INumber<T>
    {
        for (var row = 0; row < x.Count; row++)
        {
            var input = x.At(row);
            var output = y.At(row);
            var m = matrix;
            for (var o = 0; o < outputs; o++, m += x.Stride)
            {
                var sum = Vector512.Load(input) * Vector512.Load(m);
                for (var c = Vector512<T>.Count; c < x.Stride; c += Vector512<T>.Count)
                    sum = VectorMath.MultiplyAdd(Vector512.Load(input + c), Vector512.Load(m + c), sum);
                output[o] = start[o] + Vector512.Sum(sum);
            }
        }
    }

    /// <summary>
    /// gradient[k] += Σᵣ x[r, k]·g[r]; gradient [inner, g.Stride]; lanes run along g. The rows are summed apart and then added: over hundreds
    /// of calls one running total would lose a digit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outer<T>(in Rows<T> x, int inner, in Rows<T> g, T* gradient) where T : unmanaged
    {
        var k = 0;
        for (; k + 4 <= inner; k += 4)
            OuterFour(x.Start + k, x.Stride, g, gradient + ((nint)k * g.Stride));
        for (; k < inner; k++)
            OuterOne(x.Start + k, x.Stride, g, gradient + ((nint)k * g.Stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OuterFour<T>(T* x, int xStride, in Rows<T> g, T* gradient) where T : unmanaged
    {
        var width = g.Stride;
        for (var c = 0; c < width; c += Vector512<T>.Count)
        {
            var target = gradient + c;
            var (sum0, sum1, sum2, sum3) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
            var factor = x;
            var row = g.Start + c;
            for (var r = 0; r < g.Count; r++, factor += xStride, row += width)
            {
                var value = Vector512.Load(row);
                sum0 = VectorMath.MultiplyAdd(Vector512.Create(factor[0]), value, sum0);
                sum1 = VectorMath.MultiplyAdd(Vector512.Create(factor[1]), value, sum1);
                sum2 = VectorMath.MultiplyAdd(Vector512.Create(factor[2]), value, sum2);
                sum3 = VectorMath.MultiplyAdd(Vector512.Create(factor[3]), value, sum3);
            }
            (Vector512.Load(target) + sum0).Store(target);
            (Vector512.Load(target + width) + sum1).Store(target + width);
            (Vector512.Load(target + (2 * width)) + sum2).Store(target + (2 * width));
            (Vector512.Load(target + (3 * width)) + sum3).Store(target + (3 * width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OuterOne<T>(T* x, int xStride, in Rows<T> g, T* gradient) where T : unmanaged
    {
        for (var c = 0; c < g.Stride; c += Vector512<T>.Count)
        {
            var sum = Vector512<T>.Zero;
            var factor = x;
            var row = g.Start + c;
            for (var r = 0; r < g.Count; r++, factor += xStride, row += g.Stride)
                sum = VectorMath.MultiplyAdd(Vector512.Create(*factor), Vector512.Load(row), sum);
            (Vector512.Load(gradient + c) + sum).Store(gradient + c);
        }
    }

    /// <summary>total += Σᵣ g[r].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows<T>(in Rows<T> g, T* total) where T : unmanaged
    {
        for (var c = 0; c < g.Stride; c += Vector512<T>.Count)
        {
            var sum = Vector512<T>.Zero;
            var row = g.Start + c;
            for (var r = 0; r < g.Count; r++, row += g.Stride)
                sum += Vector512.Load(row);
            (Vector512.Load(total + c) + sum).Store(total + c);
        }
    }
}

/// <summary>Rows of equal length in one array; the stride is the distance between row starts in elements.</summary>
internal readonly unsafe struct Rows<T>(T* start, int count, int stride) where T : unmanaged
{
    public T* Start { get; } = start;
    public int Count { get; } = count;
    public int Stride { get; } = stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int row) => Start + ((nint)row * Stride);
}
