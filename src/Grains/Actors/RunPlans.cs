using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Actors;

/// <summary>The plan of a run, from its sweep's spec.</summary>
internal static class RunPlans
{
    private const int IndexBits = 24;

    public static RunPlan Of(RunId id, SweepEffect.StartRun start, SweepSpec spec, SweepBook book, IExperimentRules rules) => new(
        id, spec.Seeds[id.Replicate], start.Assignment, rules.Settings(spec, start.Assignment), spec.Resources, spec.Budget.PerRun, spec.Failures.Retries)
    {
        TraceParent = book.TraceParent,
        FirstRung = start.FirstRung,
        RungResource = spec.Scheduler.Resource,
        HoldsAtRungs = Schedulers.Of(spec) == Schedulers.Pbt,
        Rules = spec.Pruning.HasRule ? new RunRules(spec.Pruning, spec.Objectives[0]) : null,
        HungAfter = spec.Failures.HungAfter,
        Order = Order(book.Sweep.SubmittedAt, start.Index),
    };

    /// <summary>Sweeps by submission, runs of a sweep by creation.</summary>
    private static long Order(DateTimeOffset submittedAt, long index)
        => (submittedAt.ToUnixTimeSeconds() << IndexBits) | Math.Min(index, (1L << IndexBits) - 1);
}
