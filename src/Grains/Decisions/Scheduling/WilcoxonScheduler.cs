using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>
/// Spares the remaining seeds of a configuration that is already beaten: before a replicate begins, the finished ones are compared, seed by
/// seed, with those of the best trial so far by the signed-rank test.
/// </summary>
/// <remarks>Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); exact one-sided p values.</remarks>
internal sealed class WilcoxonScheduler : IScheduler
{
    public string Name => "wilcoxon";
    public string Description => "Does not begin the remaining seeds of a configuration that is already beaten on the same seeds.";

    public RungPlan Rungs(SweepSpec spec) => RungPlan.None;

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history)
    {
        if (history.Finals.Cheapest is not { } best || best.Trial == run.Trial) return new Verdict.Continue(null);
        var (own, others) = (Costs(spec, run.Trial, history), Costs(spec, best.Trial, history));
        var differences = own.Where(cost => others.ContainsKey(cost.Key)).Select(cost => cost.Value - others[cost.Key]).ToImmutableArray();
        if (differences.Length < spec.Scheduler.Startup) return new Verdict.Continue(null);
        var chance = SignedRanks.ChanceOfMore(differences);
        return chance <= spec.Scheduler.Significance
            ? new Verdict.Stop($"worse than trial {best.Trial} on {differences.Length} seeds (signed-rank test, p = {chance:0.###})")
            : new Verdict.Continue(null);
    }

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(null);

    public Opening Next(SweepSpec spec, ScheduleHistory history) => Openings.TrialOrEnd(history);

    /// <summary>By replicate: the last value of the first objective, lower is better; failed runs and values that are not finite are the worst there is.</summary>
    private static Dictionary<int, double> Costs(SweepSpec spec, int trial, ScheduleHistory history)
        => Enumerable.Range(0, spec.Seeds.Length).Select(replicate => history.Find(new RunKey(trial, replicate))).OfType<RunCurve>()
            .Where(curve => curve.IsOver)
            .ToDictionary(curve => curve.Run.Replicate, curve => Cost(spec.Objectives[0], curve));

    private static double Cost(Objective objective, RunCurve curve)
    {
        if (curve.Standing != RunStanding.Completed || curve.Points.IsEmpty || !double.IsFinite(curve.Points[^1].Values[0])) return double.PositiveInfinity;
        return objective.Goal == Goal.Maximize ? -curve.Points[^1].Values[0] : curve.Points[^1].Values[0];
    }
}
