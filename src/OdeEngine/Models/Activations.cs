using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Models;

/// <summary>An elementwise activation as a type, so that the kernels are compiled for it. Definitions are PyTorch's, but softplus has no cut at 20.</summary>
internal interface IActivation<T> where T : unmanaged
{
    static abstract Vector512<T> Value(Vector512<T> z);

    /// <summary>Slope at z, given z and its value h.</summary>
    static abstract Vector512<T> Slope(Vector512<T> z, Vector512<T> h);

    /// <summary>True if the slope takes z; false: it follows from h alone, and z is not read.</summary>
    static abstract bool SlopeNeedsArgument { get; }
}

internal readonly struct TanhActivation<T> : IActivation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool SlopeNeedsArgument => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Value(Vector512<T> z) => VectorMath.Tanh(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Slope(Vector512<T> z, Vector512<T> h) => VectorMath.MultiplyAdd(-h, h, Vector512<T>.One);
}

internal readonly struct SigmoidActivation<T> : IActivation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool SlopeNeedsArgument => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Value(Vector512<T> z) => Vector512<T>.One / (Vector512<T>.One + VectorMath.Exp(-z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Slope(Vector512<T> z, Vector512<T> h) => VectorMath.MultiplyAdd(-h, h, h);
}

internal readonly struct ReluActivation<T> : IActivation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool SlopeNeedsArgument => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Value(Vector512<T> z) => Vector512.Max(z, Vector512<T>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Slope(Vector512<T> z, Vector512<T> h) => Vector512.GreaterThan(h, Vector512<T>.Zero) & Vector512<T>.One;
}

internal readonly struct EluActivation<T> : IActivation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool SlopeNeedsArgument => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Value(Vector512<T> z)
    {
        // e^z − 1 = 2·tanh(z/2) / (1 − tanh(z/2)): keeps its digits near zero.
        var half = VectorMath.Tanh(Vector512.Min(z, Vector512<T>.Zero) * T.CreateTruncating(0.5));
        var below = (half + half) / (Vector512<T>.One - half);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512<T>.Zero), z, below);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Slope(Vector512<T> z, Vector512<T> h) => Vector512.Min(h, Vector512<T>.Zero) + Vector512<T>.One;
}

internal readonly struct SoftplusActivation<T> : IActivation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool SlopeNeedsArgument => true;

    /// <summary>max(z, 0) + ln(1 + e), e = e^(−|z|); ln(1 + e) = ln u · e / (u − 1), u = 1 + e, which loses no digits of a small e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Value(Vector512<T> z)
    {
        var e = VectorMath.Exp(-Vector512.Abs(z));
        var u = e + Vector512<T>.One;
        var excess = u - Vector512<T>.One;
        var log = Vector512.ConditionalSelect(Vector512.Equals(excess, Vector512<T>.Zero), e, VectorMath.Log(u) * e / excess);
        return Vector512.Max(z, Vector512<T>.Zero) + log;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Slope(Vector512<T> z, Vector512<T> h) => SigmoidActivation<T>.Value(z);
}

internal readonly struct SiluActivation<T> : IActivation<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool SlopeNeedsArgument => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Value(Vector512<T> z) => z * SigmoidActivation<T>.Value(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Slope(Vector512<T> z, Vector512<T> h)
    {
        var s = SigmoidActivation<T>.Value(z);
        return VectorMath.MultiplyAdd(h, Vector512<T>.One - s, s);
    }
}
