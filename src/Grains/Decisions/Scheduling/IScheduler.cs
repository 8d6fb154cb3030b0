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

    /// <summary>Resource level at which a new run of this trial is first judged; null: never, it is trained to its end.</summary>
    double? FirstRung(SweepSpec spec, long trialNumber);

    /// <summary>What becomes of a run that has reached the level it was to be judged at.</summary>
    Verdict Judge(SweepSpec spec, RunCurve run, ScheduleHistory history);

    /// <summary>What a free place is best used for.</summary>
    Opening Next(SweepSpec spec, ScheduleHistory history);
}
