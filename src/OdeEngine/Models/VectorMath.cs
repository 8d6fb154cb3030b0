using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// Elementary functions on 512-bit vectors of float or double, a few last-place units accurate, NaN in = NaN out.
/// On machines without 512-bit registers the runtime splits each operation; results differ only where fused multiply-add is missing.
/// </summary>
internal static class VectorMath
{
    /// <summary>a·b + c, fused where the machine can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) where T : unmanaged
        => typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <summary>|tanh x| = −m / (m + 2) with m = e^(−2|x|) − 1, the sign put back: exactly odd, within 2.5 last places of float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Tanh<T>(Vector512<T> x) where T : unmanaged
        => typeof(T) == typeof(float) ? Tanh(x.AsSingle()).As<float, T>() : Tanh(x.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x) where T : unmanaged
        => typeof(T) == typeof(float) ? Vector512.Exp(x.AsSingle()).As<float, T>() : Vector512.Exp(x.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log<T>(Vector512<T> x) where T : unmanaged
        => typeof(T) == typeof(float) ? Vector512.Log(x.AsSingle()).As<float, T>() : Vector512.Log(x.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Tanh(Vector512<float> x)
    {
        var signBit = Vector512.Create(-0f);
        // The limit stands first so that a NaN in x comes through.
        var u = Vector512.MinNative(Vector512.Create(10f), Vector512.AndNot(x, signBit)) * -2f;
        var m = ExpMinusOne(u);
        return Vector512.AndNot(m / (m + Vector512.Create(2f)), signBit) | (x & signBit);
    }

    /// <summary>e^u − 1 for −20 ≤ u ≤ 0: u = n·ln 2 + r, |r| ≤ ln 2 / 2, Taylor in r to r⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpMinusOne(Vector512<float> u)
    {
        // Adding 1.5·2²³ rounds to a whole number and leaves it in the low bits, ready to become an exponent.
        var rounder = Vector512.Create(12582912f);
        var shifted = Vector512.MultiplyAddEstimate(u, Vector512.Create(1.44269504f), rounder);
        var n = shifted - rounder;
        var scale = ((shifted.AsInt32() << 23) + Vector512.Create(0x3F800000)).AsSingle();
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-0.693359375f), u);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.Create(1f / 5040);
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 720));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 120));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 24));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 6));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(0.5f));
        p = Vector512.MultiplyAddEstimate(p * r, r, r);
        return Vector512.MultiplyAddEstimate(p, scale, scale - Vector512.Create(1f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Tanh(Vector512<double> x)
    {
        var signBit = Vector512.Create(-0.0);
        var u = Vector512.MinNative(Vector512.Create(20.0), Vector512.AndNot(x, signBit)) * -2.0;
        var m = ExpMinusOne(u);
        return Vector512.AndNot(m / (m + Vector512.Create(2.0)), signBit) | (x & signBit);
    }

    /// <summary>As for float, Taylor to r¹³, ln 2 in two parts (Cody and Waite).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExpMinusOne(Vector512<double> u)
    {
        var rounder = Vector512.Create(6755399441055744.0);
        var shifted = Vector512.MultiplyAddEstimate(u, Vector512.Create(1.4426950408889634), rounder);
        var n = shifted - rounder;
        var scale = ((shifted.AsInt64() << 52) + Vector512.Create(0x3FF0000000000000L)).AsDouble();
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-6.93147180369123816490e-01), u);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-1.90821492927058770002e-10), r);
        var p = Vector512.Create(1.0 / 6227020800);
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 479001600));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 39916800));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 3628800));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 362880));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 40320));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 5040));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 720));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 120));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 24));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.0 / 6));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(0.5));
        p = Vector512.MultiplyAddEstimate(p * r, r, r);
        return Vector512.MultiplyAddEstimate(p, scale, scale - Vector512.Create(1.0));
    }
}
