namespace Orchestrator.OdeEngine.Gradients;

/// <summary>Differentiates the steps the forward solve really took.</summary>
internal sealed class DirectMethod : GradientMethod
{
    public override string Name => "direct";
    public override string Description => "Exact gradient of the numerical solution: the accepted steps transposed. Memory grows with the number of steps.";
    public override bool SolvesBackwards => false;

    internal override IGradientPass NewPass(in GradientPlan plan)
        => plan.Layout.Lanes == 1 ? new DirectGradient(plan) : new ReplayGradient(plan, CheckpointSpacing.EveryStep);
}
