using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Running;

/// <summary>From the orchestrator's words to the engine's.</summary>
internal interface IPlanTranslator
{
    TrainingPlan Translate(RunPlan plan);
}
