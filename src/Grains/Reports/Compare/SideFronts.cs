using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>The fronts of whole sweeps up to one reference, and what each search cost: how much of one front a cheaper search has found.</summary>
internal sealed record SideFronts(ImmutableArray<ArmFront> Fronts, ImmutableArray<double> Reference)
{
    private static readonly SideFronts None = new([], []);

    /// <summary>None where a side is a single trial, or where the sides do not have the same two or three objectives, or where no trial is ranked.</summary>
    public static SideFronts Of(ImmutableArray<Side> sides)
    {
        var asked = sides[0].Sweep.Row.Spec.Objectives;
        var isComparable = asked.Length is 2 or 3 && sides.All(side => (side.Trial is null || side.Stands) && side.Sweep.Row.Spec.Objectives.SequenceEqual(asked));
        if (!isComparable) return None;
        var all = ComparedMetrics.Of(sides);
        ImmutableArray<MeasuredObjective> objectives = [.. asked.Select(objective => all.First(metric => metric.Metric.Name == objective.Metric))];
        var costs = sides.Select(side => side.Sweep.Histories.Select(history => history.Costs(objectives)).OfType<ImmutableArray<double>>().ToImmutableArray()).ToImmutableArray();
        ImmutableArray<ImmutableArray<double>> together = [.. costs.SelectMany(each => each)];
        if (together.IsEmpty) return None;
        var reference = FrontVolume.ReferenceOf(together);
        var volumes = costs.Select(each => Hypervolume.Of(each, reference)).ToImmutableArray();
        return new SideFronts(
            [.. sides.Select((side, i) => Front(side, costs[i], volumes[i], volumes.Max()))],
            [.. objectives.Select((objective, i) => objective.Cost(reference[i]))]);
    }

    /// <summary>For people: how much of the largest front the others have, at what share of its evaluations.</summary>
    public IEnumerable<string> Sentences(ImmutableArray<Side> sides)
    {
        if (Fronts.IsEmpty) yield break;
        var largest = Fronts.MaxBy(front => front.Hypervolume)!;
        foreach (var front in Fronts.Where(front => front != largest))
            yield return $"The front of {sides[front.Arm].Label} has {100 * front.Share:0.0} % of the hypervolume of that of {sides[largest.Arm].Label}, for {100 * front.Evaluations / largest.Evaluations:0.0} % of its function evaluations.";
    }

    private static ArmFront Front(Side side, ImmutableArray<ImmutableArray<double>> costs, double volume, double largest)
    {
        // Results that were taken over from an equal trial were paid for there.
        var paid = side.Sweep.Histories.SelectMany(history => history.Runs).Where(run => run.Attempts > 0).Select(run => run.Last).OfType<Observation>().ToArray();
        return new ArmFront(
            side.Position, costs.Length, ParetoFront.Of(costs).Count(isOnFront => isOnFront), volume, largest > 0 ? volume / largest : double.NaN,
            paid.Sum(last => (double)last.NfeTotal), paid.Sum(last => last.Seconds.Total));
    }
}
