using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>Stops nothing.</summary>
internal sealed class NoScheduler : IScheduler
{
    public string Name => "none";
    public string Description => "Every run is trained to its end.";

    public RungPlan Rungs(SweepSpec spec) => RungPlan.None;

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(null);

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(null);

    public Opening Next(SweepSpec spec, ScheduleHistory history) => Openings.TrialOrEnd(history);
}
