namespace Orchestrator.TestKit;

/// <summary>One sample's f(t, y; θ) in float64, and optionally its vector–Jacobian product; everything a test problem is.</summary>
public abstract class SampleFunction
{
    public abstract int Features { get; }
    public virtual int ParameterCount => 0;
    public virtual bool DependsOnTime => false;

    public abstract void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt);

    /// <summary>yBar += aᵀ∂f/∂y, thetaBar += aᵀ∂f/∂θ; returns aᵀ∂f/∂t.</summary>
    public virtual double Vjp(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ProductTargets into)
        => throw new NotSupportedException($"{GetType().Name} has no Jacobian.");
}

/// <summary>Where a sample's vector–Jacobian product is added.</summary>
public readonly ref struct ProductTargets(Span<double> yBar, Span<double> thetaBar)
{
    public Span<double> YBar { get; } = yBar;
    public Span<double> ThetaBar { get; } = thetaBar;
}
