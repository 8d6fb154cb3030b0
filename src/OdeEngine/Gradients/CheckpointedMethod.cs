namespace Orchestrator.OdeEngine.Gradients;

/// <summary>The gradient of <c>direct</c> from states kept at some steps.</summary>
internal sealed class CheckpointedMethod : GradientMethod
{
    public override string Name => "checkpointed";
    public override string Description => "The exact gradient of direct from few kept states: steps are made again. Memory grows with the root of their number.";
    public override bool SolvesBackwards => false;

    internal override IGradientPass NewPass(in GradientPlan plan) => new ReplayGradient(plan, CheckpointSpacing.SquareRoot);
}
