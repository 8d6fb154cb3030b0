using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Models;

/// <summary>A tangent u through tanh with value h: keeps u, answers (1 − h²)·u.</summary>
internal readonly unsafe struct TangentThroughTanh<T>(T* values, T* kept) : IEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset)
    {
        result.Store(kept + offset);
        var value = Vector512.Load(values + offset);
        return result * TanhActivation<T>.Slope(value, value);
    }
}

/// <summary>The cotangent of a tangent behind tanh back to the one before it; what falls to the slope is added to slopeBar.</summary>
internal readonly unsafe struct TangentBackThroughTanh<T>(T* values, T* tangent, T* slopeBar) : IEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset)
    {
        VectorMath.MultiplyAdd(result, Vector512.Load(tangent + offset), Vector512.Load(slopeBar + offset)).Store(slopeBar + offset);
        var value = Vector512.Load(values + offset);
        return result * TanhActivation<T>.Slope(value, value);
    }
}

/// <summary>The cotangent of h = tanh z, and that of its slope 1 − h², back to z: (result − 2h·slopeBar)·(1 − h²).</summary>
internal readonly unsafe struct BackThroughTanhAndSlope<T>(T* values, T* slopeBar) : IEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset)
    {
        var value = Vector512.Load(values + offset);
        var bar = VectorMath.MultiplyAdd(value + value, -Vector512.Load(slopeBar + offset), result);
        return bar * TanhActivation<T>.Slope(value, value);
    }
}
