using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>From a run's reports to what schedulers compare.</summary>
internal static class CurvePoints
{
    public static CurvePoint Of(SweepSpec spec, Observation observation)
        => new(ResourceOf(spec.Scheduler.Resource, observation), [.. spec.Objectives.Select(objective => Metrics.Find(objective.Metric)?.Read(observation) ?? double.NaN)]);

    public static double ResourceOf(SchedulerResource resource, Observation observation) => resource switch
    {
        SchedulerResource.Iterations => observation.Iteration,
        SchedulerResource.FunctionEvaluations => observation.NfeTotal,
        SchedulerResource.Seconds => observation.Seconds.Total,
        _ => throw new ArgumentException($"{resource} is no resource of this version.", nameof(resource)),
    };
}
