using Orchestrator.OdeEngine.Output;

namespace Orchestrator.OdeEngine.Gradients;

/// <summary>Solves the adjoint equation backwards in time along the path of the forward solve.</summary>
internal sealed class InterpolatedMethod : GradientMethod
{
    public override string Name => "interpolated";
    public override string Description => "Continuous adjoint along the forward solve's dense output, so that the state does not drift. A few states per step are kept.";
    public override bool SolvesBackwards => true;

    internal override IGradientPass NewPass(in GradientPlan plan)
        => new ContinuousAdjoint(plan, new DenseOutput(plan.Blocks, plan.Layout, plan.Forward.Arithmetic));
}
