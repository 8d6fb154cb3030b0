using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>Asynchronous successive halving by promotion: <see cref="Halving"/> from the first level on.</summary>
internal sealed class AshaScheduler : IScheduler
{
    public string Name => "asha";
    public string Description => "Successive halving without waiting: one trial in `reduction` goes on from each rung, the others wait with a checkpoint.";

    public RungPlan Rungs(SweepSpec spec) => new(Levels.Halving(spec), RungUnit.Trial);

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(Levels.Halving(spec).At(0));

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history) => Halving.Judge(spec, run, history, new HalvingLevels(Levels.Halving(spec)));

    public Opening Next(SweepSpec spec, ScheduleHistory history) => Halving.Next(spec, history, new HalvingLevels(Levels.Halving(spec)));
}
