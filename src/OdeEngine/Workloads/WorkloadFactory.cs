using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Workloads;

internal static class WorkloadFactory
{
    public static IWorkload Create(TrainingPlan plan)
    {
        var augment = ((ModelSettings.Mlp)plan.Model).Augment;
        return plan.Workload switch
        {
            WorkloadSettings.CubicSpiral spiral => new SpiralWorkload(spiral, augment, plan.Seed, plan.ElementType),
            WorkloadSettings.Series series => new SeriesWorkload(series, SeriesWorkload.LoadOrThrow(series), augment, plan.Iterations, plan.ElementType),
            _ => throw new ArgumentException($"Unknown workload {plan.Workload}.", nameof(plan)),
        };
    }
}
