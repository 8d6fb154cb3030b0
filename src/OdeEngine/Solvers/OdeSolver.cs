namespace Orchestrator.OdeEngine.Solvers;

/// <summary>One integration method as the catalogue lists it. What it can do is derived from its tableau, never declared.</summary>
public abstract class OdeSolver
{
    public abstract string Name { get; }
    public abstract string Description { get; }
    public abstract int Order { get; }
    /// <summary>True if it estimates its error and so chooses its own steps.</summary>
    public abstract bool IsAdaptive { get; }
}
