namespace Orchestrator.OdeEngine.Solvers;

/// <summary>One integration method as the catalogue lists it. What it can do is derived from its coefficients, never declared.</summary>
public abstract class OdeSolver
{
    private protected OdeSolver() { }

    public abstract string Name { get; }
    /// <summary>One line for listings.</summary>
    public abstract string Description { get; }
    /// <summary>Order of the solution; of a method with a choice of orders, the order at default settings.</summary>
    public abstract int Order { get; }
    /// <summary>True if it estimates its error and so chooses its own steps.</summary>
    public abstract bool IsAdaptive { get; }
    /// <summary>How values between step ends are found: "own" (a continuous extension of the method) or "cubic Hermite".</summary>
    public abstract string InterpolantName { get; }
    /// <summary>Order of that interpolant: its error over one step is of the order dt^(order+1).</summary>
    public abstract int InterpolantOrder { get; }
    /// <summary>True if the order is set by <see cref="SolveSettings.AdamsOrder"/>.</summary>
    public virtual bool HasOrderOption => false;

    /// <summary>|h·λ| from which steps of this method are limited by stability, of methods that can also estimate |h·λ| of their steps; null: this one can not.</summary>
    public virtual double? StiffnessLimit => null;

    /// <summary>k in the step-size rule: order of the error estimate plus one.</summary>
    internal virtual int ErrorExponent => Order;

    /// <summary>The steps of one solve.</summary>
    internal abstract IStepSchedule NewSchedule(SolveSettings settings);

    public sealed override string ToString() => Name;
}

/// <summary>Chooses the scheme of every step. It sees only where earlier steps of this solve ended.</summary>
internal interface IStepSchedule
{
    /// <summary>Most slopes any of its schemes carries.</summary>
    int MaxCarried { get; }
    /// <summary>Most slopes any of its schemes evaluates.</summary>
    int MaxNew { get; }

    /// <summary>The scheme of the step from the latest of these times.</summary>
    /// <param name="nodes">Times whose slopes are at hand, latest (the start of the step) first.</param>
    /// <param name="step">Signed length.</param>
    StepScheme Next(ReadOnlySpan<double> nodes, double step);
}
