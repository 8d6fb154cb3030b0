namespace Orchestrator.OdeEngine.Gradients;

/// <summary>One way to differentiate a solve, as the catalogue lists it.</summary>
public abstract class GradientMethod
{
    public abstract string Name { get; }
    public abstract string Description { get; }
    /// <summary>True if it solves a second ODE backwards and so has tolerances of its own.</summary>
    public abstract bool SolvesBackwards { get; }
}
