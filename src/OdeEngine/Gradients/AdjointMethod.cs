namespace Orchestrator.OdeEngine.Gradients;

/// <summary>Solves the adjoint equation backwards in time.</summary>
internal sealed class AdjointMethod : GradientMethod
{
    public override string Name => "adjoint";
    public override string Description => "Continuous adjoint, solved backwards between output times. Memory does not grow with steps; exact up to the tolerances.";
    public override bool SolvesBackwards => true;

    internal override IGradientPass NewPass(in GradientPlan plan) => new ContinuousAdjoint(plan, null);
}
