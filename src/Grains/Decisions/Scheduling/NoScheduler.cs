using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>Stops nothing.</summary>
internal sealed class NoScheduler : IScheduler
{
    public string Name => "none";
    public string Description => "Every run is trained to its end.";

    public double? FirstRung(SweepSpec spec, long trialNumber) => null;

    public Verdict Judge(SweepSpec spec, RunCurve run, ScheduleHistory history) => new Verdict.Continue(null);

    public Opening Next(SweepSpec spec, ScheduleHistory history) => new Opening.NewTrial();
}
