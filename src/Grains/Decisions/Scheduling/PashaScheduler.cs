using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>
/// Successive halving that opens a higher rung only while the two highest disagree about who is better: where early comparisons are right, only
/// one trial is trained to its end.
/// </summary>
/// <remarks>
/// Bohdal, Balles, Wistuba, Ermis, Archambeau, Zappella, "PASHA: Efficient HPO and NAS with Progressive Resource Allocation", ICLR 2023: ranks
/// count as different only where values differ by more than ε. Here ε is the 90th percentile of the distances, at the upper of the two levels, of
/// pairs whose curves cross twice or more: what such pairs differ by is noise.
/// </remarks>
internal sealed class PashaScheduler : IScheduler
{
    private const int FirstTop = 1;
    private const double NoisePercentile = 0.9;

    public string Name => "pasha";
    public string Description => "Successive halving that adds rungs only while the highest two rank trials differently.";

    public RungPlan Rungs(SweepSpec spec) => new(Levels.Halving(spec), RungUnit.Trial);

    public Verdict Begin(SweepSpec spec, RunKey run, ScheduleHistory history) => new Verdict.Continue(Levels.Halving(spec).At(0));

    public Verdict Judge(SweepSpec spec, RunKey run, ScheduleHistory history) => Halving.Judge(spec, run, history, Open(spec, history));

    public Opening Next(SweepSpec spec, ScheduleHistory history) => Halving.Next(spec, history, Open(spec, history));

    /// <summary>The levels that are open so far.</summary>
    private static HalvingLevels Open(SweepSpec spec, ScheduleHistory history)
    {
        var ladder = Levels.Halving(spec);
        var top = FirstTop;
        while (ladder.At(top) is not null && Disagree(history, top)) top++;
        return new HalvingLevels(ladder) { Last = top - 1 };
    }

    /// <summary>Whether the trials at a level are ranked otherwise than they were one level below.</summary>
    private static bool Disagree(ScheduleHistory history, int level)
    {
        if (history.RungAt(0, level) is not { Count: > 1 } upper || history.RungAt(0, level - 1) is not { } lower) return false;
        var units = upper.Units.Where(unit => double.IsFinite(upper.CostOf(unit)!.Value)).OrderBy(upper.PlaceOf).ToImmutableArray();
        var noise = Noise(history, units, upper);
        for (var better = 0; better < units.Length; better++)
            for (var worse = better + 1; worse < units.Length; worse++)
                if (lower.PlaceOf(units[better]) > lower.PlaceOf(units[worse]) && upper.CostOf(units[worse]) - upper.CostOf(units[better]) > noise) return true;
        return false;
    }

    private static double Noise(ScheduleHistory history, ImmutableArray<RunKey> units, Rung upper)
    {
        var distances = (from first in units
                         from second in units
                         where first < second && Crossings(history.Find(first), history.Find(second)) >= 2
                         select Math.Abs(upper.CostOf(first)!.Value - upper.CostOf(second)!.Value)).Order().ToArray();
        return distances.Length == 0 ? 0 : distances[(int)(NoisePercentile * (distances.Length - 1))];
    }

    /// <summary>How often the better of two runs changes, over reports at equal amounts of the resource.</summary>
    private static int Crossings(RunCurve? first, RunCurve? second)
    {
        if (first is null || second is null) return 0;
        var other = second.Points.ToDictionary(point => point.Resource, point => point.Values[0]);
        var (crossings, sign) = (0, 0);
        foreach (var point in first.Points)
        {
            if (!other.TryGetValue(point.Resource, out var value) || Math.Sign(point.Values[0] - value) is not (var now and not 0)) continue;
            if (sign != 0 && now != sign) crossings++;
            sign = now;
        }
        return crossings;
    }
}
