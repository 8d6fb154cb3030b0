using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>
/// Successive halving without waiting for a rung to fill: one in η of those that have reached a level goes on, best first; the others are
/// set aside with a checkpoint and are taken up when more arrivals make room for them.
/// </summary>
/// <remarks>
/// Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht, Talwalkar, "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020,
/// algorithm 2 (ASHA). Trials are compared by the mean over their replicates, once all of them have arrived.
/// </remarks>
internal static class Halving
{
    public const string NotAmongTheBest = "not among the best share of its rung when the search ended";

    /// <summary>Units of a rung that may go on.</summary>
    public static int Places(SweepSpec spec, Rung rung) => rung.Count / spec.Scheduler.Reduction;

    public static Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history, HalvingLevels levels)
    {
        if (history.Find(run) is not { Passed: > 0 } curve) return new Verdict.Continue(levels.Ladder.At(levels.First));
        var level = curve.Passed - 1;
        if (!curve.AtLevels[level].All(double.IsFinite)) return new Verdict.Stop($"no finite value at {levels.Ladder.At(level):0.###} {Resources.Name(spec.Scheduler.Resource)}");
        if (level < levels.First) return new Verdict.Continue(levels.Ladder.At(levels.First));
        var rung = history.RungAt(0, level);
        return level <= levels.Last && rung?.PlaceOf(UnitOf(run)) is { } place && place < Places(spec, rung)
            ? new Verdict.Continue(levels.Ladder.At(level + 1))
            : new Verdict.Pause();
    }

    /// <summary>First what completes a trial of which a part was let further, then promotions, then new trials; when neither is left and no run has been trained to its end, the best one of the highest rung is.</summary>
    public static Opening Next(SweepSpec spec, ScheduleHistory history, HalvingLevels levels)
    {
        if (!history.Behind.IsEmpty) return new Opening.Resume(history.Behind[0], levels.Ladder.At(history.Find(history.Behind[0])!.Passed));
        if (Promotion(spec, history, levels, fewestPlaces: 0) is { } promotion) return promotion;
        if (!history.MoreTrials && history.Running == 0 && history.Completed == 0
            && Promotion(spec, history, levels with { Last = int.MaxValue }, fewestPlaces: 1) is { } last) return last;
        return Openings.TrialOrEnd(history, NotAmongTheBest);
    }

    /// <summary>The best run that waited for more arrivals and need not any more; highest level first. Null: none.</summary>
    private static Opening.Resume? Promotion(SweepSpec spec, ScheduleHistory history, HalvingLevels levels, int fewestPlaces)
    {
        Opening.Resume? found = null;
        for (var level = levels.First; level <= levels.Last && levels.Ladder.At(level) is not null; level++)
            if (history.RungAt(0, level) is { } rung && rung.BestWaiting(Math.Max(fewestPlaces, Places(spec, rung))) is { } unit)
                found = new Opening.Resume(Waiting(spec, history, unit.Trial, level), levels.Ladder.At(level + 1));
        return found;
    }

    private static RunKey Waiting(SweepSpec spec, ScheduleHistory history, int trial, int level)
        => Enumerable.Range(0, spec.Seeds.Length).Select(replicate => new RunKey(trial, replicate))
            .First(run => history.Find(run) is { Standing: RunStanding.Paused } curve && curve.Passed == level + 1);

    private static RunKey UnitOf(RunKey run) => new(run.Trial, 0);
}

/// <summary>Which levels of a ladder a run is judged at.</summary>
/// <param name="First">Index of the first.</param>
internal sealed record HalvingLevels(Ladder Ladder, int First = 0)
{
    /// <summary>Index of the last that may be passed.</summary>
    public int Last { get; init; } = int.MaxValue;
}
