using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Fronts;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports;

/// <summary>A ranked trial by its mean error and mean total evaluations.</summary>
internal sealed record CostPoint(TrialHistory History, double Evaluations, double Error);

/// <summary>The front of error against total evaluations, whatever the sweep's own objectives are.</summary>
/// <param name="Members">Cheapest first, so the most accurate last.</param>
/// <param name="Others">Ranked trials behind the front, in trial order.</param>
internal sealed record CostFront(ImmutableArray<CostPoint> Members, ImmutableArray<CostPoint> Others)
{
    public int Ranked => Members.Length + Others.Length;

    public static CostFront Of(Measures measures, ImmutableArray<TrialHistory> histories)
    {
        ImmutableArray<MeasuredObjective> axes = [new(Metrics.NfeTotal, Goal.Minimize), new(measures.Error, Goal.Minimize)];
        ImmutableArray<CostPoint> points = [.. histories
            .Select(history => (history, Costs: history.Costs(axes)))
            .Where(entry => entry.Costs is not null)
            .Select(entry => new CostPoint(entry.history, entry.Costs!.Value[0], entry.Costs.Value[1]))];
        var inFront = ParetoFront.Of([.. points.Select(point => ImmutableArray.Create(point.Evaluations, point.Error))]);
        return new(
            [.. points.Where((_, i) => inFront[i]).OrderBy(point => point.Evaluations).ThenBy(point => point.History.Number)],
            [.. points.Where((_, i) => !inFront[i])]);
    }
}
