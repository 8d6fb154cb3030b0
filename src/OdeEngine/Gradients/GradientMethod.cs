using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>One way to differentiate a solve, as the catalogue lists it.</summary>
public abstract class GradientMethod
{
    private protected GradientMethod() { }

    public abstract string Name { get; }
    public abstract string Description { get; }
    /// <summary>True if it solves a second ODE backwards and so has tolerances of its own.</summary>
    public abstract bool SolvesBackwards { get; }

    /// <summary>The backward half for one prepared forward solve.</summary>
    internal abstract IGradientPass NewPass(in GradientPlan plan);

    public sealed override string ToString() => Name;
}

/// <summary>What a backward pass is built from.</summary>
internal readonly record struct GradientPlan(
    CountedField Field, SolveSettings Solve, GradientSettings Gradient, ArithmeticLayout Layout, BlockFactory Blocks, Integrator Forward);
