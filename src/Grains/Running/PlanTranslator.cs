using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Running;

/// <summary>The translation of this build.</summary>
internal sealed class PlanTranslator : IPlanTranslator
{
    public TrainingPlan Translate(RunPlan plan) => PlanToEngine.Translate(plan);
}
