using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>
/// Decides which runs are worth more of the resource (iterations, function evaluations or seconds). Pure functions: same arguments,
/// same answer, on any machine and after any restart; asking changes nothing.
/// </summary>
public interface IScheduler
{
    string Name { get; }
    string Description { get; }

    /// <summary>Where runs are compared, and what is compared there.</summary>
    RungPlan Rungs(SweepSpec spec);

    /// <summary>Whether a run should begin at all, and at which level it is first judged: Continue or Stop.</summary>
    Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history);

    /// <summary>What becomes of a run that has reached the level it was to be judged at. The history has its report already.</summary>
    Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history);

    /// <summary>What a free place is best used for.</summary>
    Opening Next(SweepSpec spec, ScheduleHistory history);
}
