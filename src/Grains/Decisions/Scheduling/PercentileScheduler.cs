using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>Stops a run that is worse than a share of the others were at the same amount of the resource, with the same seed.</summary>
/// <remarks>Golovin, Solnik, Moitra, Kochanski, Karro, Sculley, "Google Vizier", KDD 2017, section 3.2.2, the median rule; any percentile here.</remarks>
/// <param name="percentile">Null: as the sweep says.</param>
internal sealed class PercentileScheduler(string name, string description, double? percentile) : IScheduler
{
    public string Name => name;
    public string Description => description;

    public RungPlan Rungs(SweepSpec spec) => new(Levels.Regular(spec), RungUnit.Run);

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(Levels.Regular(spec).At(0));

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history)
    {
        var ladder = Levels.Regular(spec);
        if (history.Find(run) is not { Passed: > 0 } curve || history.RungAt(run.Replicate, curve.Passed - 1) is not { } rung) return new Verdict.Continue(ladder.At(0));
        var next = new Verdict.Continue(ladder.After(curve.Resource));
        var at = $"at {ladder.At(curve.Passed - 1):0.###} {Resources.Name(spec.Scheduler.Resource)}";
        if (!double.IsFinite(rung.CostOf(run)!.Value)) return new Verdict.Stop($"no finite value {at}");
        if (rung.PeersOf(run) < spec.Scheduler.Startup) return next;
        var share = percentile ?? spec.Scheduler.Percentile;
        return rung.CostOf(run) <= rung.PeerPercentile(run, share)
            ? next
            : new Verdict.Stop($"{at} {spec.Objectives[0].Metric} was worse than that of {share:0.###} % of {rung.PeersOf(run)} others");
    }

    public Opening Next(SweepSpec spec, ScheduleHistory history) => Openings.TrialOrEnd(history);
}
