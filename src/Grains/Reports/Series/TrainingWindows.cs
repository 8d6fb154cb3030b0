using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>What happened from one report to the next: differences of the cumulative counts of the two.</summary>
/// <param name="Before">Null: the beginning, where everything is zero.</param>
internal readonly record struct TrainingWindow(Observation? Before, Observation After)
{
    public int Iterations => After.Iteration - (Before?.Iteration ?? 0);

    public long Sum(Func<Observation, long> count) => count(After) - (Before is null ? 0 : count(Before));
}

/// <summary>The training of one run, or of the runs of a trial, cut at the iterations that all of them reported.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Cuts">By iteration, one window per run each.</param>
internal sealed record TrainingWindows(string Name, ImmutableArray<ImmutableArray<TrainingWindow>> Cuts)
{
    public static TrainingWindows Of(string name, IReadOnlyCollection<ImmutableArray<Observation>> runs, int most)
    {
        var common = runs.Count == 0 ? [] : runs.Select(run => run.Where(o => o.Iteration > 0).Select(o => o.Iteration)).Aggregate((one, other) => one.Intersect(other)).Order().ToArray();
        int[] kept = common.Length <= most ? common : [.. Enumerable.Range(0, most).Select(i => common[(int)((long)i * (common.Length - 1) / (most - 1))])];
        var byIteration = runs.Select(run => run.DistinctBy(o => o.Iteration).ToDictionary(o => o.Iteration)).ToArray();
        return new(name, [.. kept.Select((iteration, i) => byIteration.Select(run => new TrainingWindow(i == 0 ? null : run[kept[i - 1]], run[iteration])).ToImmutableArray())]);
    }

    public bool Any(Func<TrainingWindow, double> read) => Cuts.Any(cut => cut.Any(window => read(window) > 0));
}
