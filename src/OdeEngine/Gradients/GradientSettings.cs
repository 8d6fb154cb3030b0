namespace Orchestrator.OdeEngine.Gradients;

/// <summary>How gradients of a solve are computed.</summary>
public sealed record GradientSettings
{
    /// <summary>An entry of <see cref="GradientMethods.All"/>.</summary>
    public required GradientMethod Method { get; init; }
    /// <summary>Tolerances of the backward solve, methods that have one; null: those of the forward solve.</summary>
    public double? RelativeTolerance { get; init; }
    public double? AbsoluteTolerance { get; init; }
    /// <summary>
    /// Methods that solve backwards only: leave the parameter integral out of the error norm
    /// (Kidger, Chen &amp; Lyons, "Hey, that's not an ODE", 2021).
    /// </summary>
    public bool Seminorm { get; init; }
}
