namespace Orchestrator.OdeEngine.StepSize;

/// <summary>
/// Step-size control: factor = safety · e(n)^(−kI/k) · …, with the proportional, integral and derivative coefficients of
/// Söderlind's digital-filter form as diffrax writes them; k = order of the error estimate + 1.
/// </summary>
/// <remarks>Söderlind, "Automatic control and adaptive time-stepping", 2002; Hairer, Nørsett &amp; Wanner I, II.4.</remarks>
public sealed record ControllerSettings(double Proportional, double IntegralGain, double Derivative, double Safety, double MinFactor, double MaxFactor)
{
    /// <summary>torchdiffeq's controller: safety 0.9, factors 0.2 to 10.</summary>
    public static ControllerSettings Integral { get; } = new(0, 1, 0, 0.9, 0.2, 10);
    public static ControllerSettings ProportionalIntegral { get; } = new(0.4, 0.3, 0, 0.9, 0.2, 10);
    public static ControllerSettings ProportionalIntegralDerivative { get; } = new(0.3, 0.3, 0.1, 0.9, 0.2, 10);
}
