using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.OdeEngine.Models;

internal readonly struct AsIs<T> : IEpilogue<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset) => result;
}

internal readonly struct Activate<T, TActivation> : IEpilogue<T> where T : unmanaged where TActivation : struct, IActivation<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset) => TActivation.Value(result);
}

/// <summary>Activates, and leaves the slopes for the vector–Jacobian product.</summary>
internal readonly unsafe struct ActivateKeepingSlope<T, TActivation>(T* slopes) : IEpilogue<T> where T : unmanaged where TActivation : struct, IActivation<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset)
    {
        var value = TActivation.Value(result);
        TActivation.Slope(result, value).Store(slopes + offset);
        return value;
    }
}

/// <summary>Takes a cotangent back through an activation whose slopes were kept.</summary>
internal readonly unsafe struct TimesSlope<T>(T* slopes) : IEpilogue<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset) => result * Vector512.Load(slopes + offset);
}

/// <summary>Takes a cotangent back through an activation whose slopes follow from its values.</summary>
internal readonly unsafe struct TimesSlopeOfValue<T, TActivation>(T* values) : IEpilogue<T> where T : unmanaged where TActivation : struct, IActivation<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> result, nint offset)
    {
        var value = Vector512.Load(values + offset);
        return result * TActivation.Slope(value, value);
    }
}
