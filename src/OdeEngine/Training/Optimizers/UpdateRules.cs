using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Orchestrator.OdeEngine.Models;

namespace Orchestrator.OdeEngine.Training.Optimizers;

/// <summary>buffer ← momentum·buffer + g; θ ← θ − rate·buffer.</summary>
internal readonly struct SgdRule<T>(OptimizerSettings.Sgd settings) : IUpdateRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _momentum = T.CreateTruncating(settings.Momentum);
    private readonly T _minusRate = T.CreateTruncating(-settings.LearningRate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> parameters, Vector512<T> gradient, ref Vector512<T> first, ref Vector512<T> second)
    {
        first = VectorMath.MultiplyAdd(first, Vector512.Create(_momentum), gradient);
        return VectorMath.MultiplyAdd(first, Vector512.Create(_minusRate), parameters);
    }
}

/// <summary>square ← decay·square + (1 − decay)·g²; θ ← θ − rate·g / (√square + ε).</summary>
internal readonly struct RmsPropRule<T>(OptimizerSettings.RmsProp settings) : IUpdateRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _decay = T.CreateTruncating(settings.Decay);
    private readonly T _rest = T.CreateTruncating(1 - settings.Decay);
    private readonly T _epsilon = T.CreateTruncating(settings.Epsilon);
    private readonly T _rate = T.CreateTruncating(settings.LearningRate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> parameters, Vector512<T> gradient, ref Vector512<T> first, ref Vector512<T> second)
    {
        second = VectorMath.MultiplyAdd(gradient * _rest, gradient, second * _decay);
        return parameters - (gradient * _rate / (Vector512.Sqrt(second) + Vector512.Create(_epsilon)));
    }
}

/// <summary>
/// Adam, and with weight decay AdamW (θ shrinks by rate·decay first): m, v running means of g and g²;
/// θ ← θ − rate/(1 − β₁ⁿ) · m / (√v/√(1 − β₂ⁿ) + ε), n counted from 1.
/// </summary>
/// <remarks>Kingma &amp; Ba 2015; Loshchilov &amp; Hutter 2019; operations in PyTorch's order.</remarks>
internal readonly struct AdamRule<T> : IUpdateRule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _rest1;
    private readonly T _beta2;
    private readonly T _rest2;
    private readonly T _epsilon;
    private readonly T _rate;
    private readonly T _correction;
    private readonly T _keep;

    public AdamRule(OptimizerSettings.Adam settings, double weightDecay, long step)
    {
        _rest1 = T.CreateTruncating(1 - settings.Beta1);
        _beta2 = T.CreateTruncating(settings.Beta2);
        _rest2 = T.CreateTruncating(1 - settings.Beta2);
        _epsilon = T.CreateTruncating(settings.Epsilon);
        _rate = T.CreateTruncating(settings.LearningRate / (1 - Math.Pow(settings.Beta1, step)));
        _correction = T.CreateTruncating(Math.Sqrt(1 - Math.Pow(settings.Beta2, step)));
        _keep = T.CreateTruncating(1 - (settings.LearningRate * weightDecay));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> parameters, Vector512<T> gradient, ref Vector512<T> first, ref Vector512<T> second)
    {
        first = VectorMath.MultiplyAdd(gradient - first, Vector512.Create(_rest1), first);
        second = VectorMath.MultiplyAdd(gradient * _rest2, gradient, second * _beta2);
        var denominator = (Vector512.Sqrt(second) / Vector512.Create(_correction)) + Vector512.Create(_epsilon);
        return (parameters * _keep) - (first * _rate / denominator);
    }
}
