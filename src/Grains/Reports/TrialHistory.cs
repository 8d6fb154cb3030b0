using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Sweeps;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>A trial with its runs, ordered by replicate.</summary>
internal sealed record TrialHistory(TrialRow Trial, ImmutableArray<RunRow> Runs)
{
    public int Number => Trial.Number;

    /// <summary>Runs whose last observation is a result.</summary>
    public IEnumerable<RunRow> Completed => Runs.Where(run => run is { Status: RunStatus.Completed, Last: not null });

    public Estimate Estimate(Metric metric) => Estimates.Of(Completed.Select(run => metric.Read(run.Last!)));

    /// <summary>The means that rank this trial as costs (smaller is better), or null if it must not be ranked by them.</summary>
    public ImmutableArray<double>? Costs(ImmutableArray<MeasuredObjective> objectives)
    {
        var costs = ImmutableArray.CreateBuilder<double>(objectives.Length);
        foreach (var objective in objectives)
        {
            if (TrialRanking.Mean(Scores(objective.Metric)) is not { } mean) return null;
            costs.Add(objective.Cost(mean));
        }

        return costs.MoveToImmutable();
    }

    /// <summary>Costs of a ranked trial, [objective][completed run].</summary>
    public ImmutableArray<ImmutableArray<double>> CostsBySeed(ImmutableArray<MeasuredObjective> objectives) =>
        [.. objectives.Select(objective => Scores(objective.Metric).Select(objective.Cost).ToImmutableArray())];

    private IEnumerable<double> Scores(Metric metric) =>
        Runs.Select(run => TrialRanking.Score(run.Status, run.Last is null ? null : metric.Read(run.Last))).OfType<double>();

    /// <summary>One history per trial, in trial order, whatever order the rows come in.</summary>
    public static ImmutableArray<TrialHistory> Of(IEnumerable<TrialRow> trials, IEnumerable<RunRow> runs)
    {
        var byTrial = runs.ToLookup(run => run.Id.TrialNumber);
        return [.. trials.OrderBy(trial => trial.Number)
            .Select(trial => new TrialHistory(trial, [.. byTrial[trial.Number].OrderBy(run => run.Id.Replicate)]))];
    }
}

/// <summary>An objective with the metric it names.</summary>
internal sealed record MeasuredObjective(Metric Metric, Goal Goal)
{
    public double Cost(double value) => Goal == Goal.Maximize ? -value : value;

    public string Superlative => Goal == Goal.Maximize ? "highest" : "lowest";
}
