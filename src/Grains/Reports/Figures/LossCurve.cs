using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>A trial's loss over its training: mean over seeds with their smallest and largest value, at the iterations that all of them reported.</summary>
/// <param name="Seconds">Mean training seconds at each iteration, warm-up included: what a person waited.</param>
/// <param name="Evaluations">Mean total evaluations at each iteration.</param>
internal sealed record LossCurve(
    TrialHistory History, ImmutableArray<double> Iterations, ImmutableArray<double> Seconds, ImmutableArray<double> Evaluations,
    ImmutableArray<double> Mean, ImmutableArray<double> Low, ImmutableArray<double> High)
{
    /// <summary>Curves of the trials that have at least two points, in trial order. A trial's completed runs if it has any, else all its runs.</summary>
    public static ImmutableArray<LossCurve> Of(ImmutableArray<TrialHistory> histories, IEnumerable<ObservationRow> observations, Metric loss)
    {
        var byRun = observations.ToLookup(row => row.Run, row => row.Observation);
        return [.. histories.Select(history => Of(history, byRun, loss)).OfType<LossCurve>()];
    }

    private static LossCurve? Of(TrialHistory history, ILookup<RunId, Observation> byRun, Metric loss)
    {
        var runs = history.Completed.Any() ? history.Completed : history.Runs;
        var perRun = runs.Select(run => byRun[run.Id].Where(o => loss.Read(o) is not null).ToArray()).Where(rows => rows.Length > 0).ToArray();
        if (perRun.Length == 0) return null;
        var rows = perRun.SelectMany(run => run).GroupBy(o => o.Iteration).Where(group => group.Count() == perRun.Length).OrderBy(group => group.Key)
            .Select(group => group.ToArray()).ToArray();
        return rows.Length < 2 ? null : new(
            history,
            [.. rows.Select(row => (double)row[0].Iteration)],
            [.. rows.Select(row => row.Average(o => o.Seconds.Total))],
            [.. rows.Select(row => row.Average(o => (double)o.NfeTotal))],
            [.. rows.Select(row => row.Average(o => loss.Read(o)!.Value))],
            [.. rows.Select(row => row.Min(o => loss.Read(o)!.Value))],
            [.. rows.Select(row => row.Max(o => loss.Read(o)!.Value))]);
    }

    /// <summary>At most this many points, evenly spaced, the last one kept.</summary>
    public LossCurve Thinned(int most)
    {
        if (Iterations.Length <= most) return this;
        var kept = Enumerable.Range(0, most).Select(i => (int)((long)i * (Iterations.Length - 1) / (most - 1))).ToArray();
        ImmutableArray<double> Pick(ImmutableArray<double> all) => [.. kept.Select(i => all[i])];
        return new(History, Pick(Iterations), Pick(Seconds), Pick(Evaluations), Pick(Mean), Pick(Low), Pick(High));
    }
}
