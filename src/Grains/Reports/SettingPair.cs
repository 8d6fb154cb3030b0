using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports.Statistics;

namespace Orchestrator.Grains.Reports;

/// <summary>Two trials that differ in one key only.</summary>
/// <param name="Context">All other keys, the same in both.</param>
internal sealed record SettingPair(string Key, ParameterValue ValueA, ParameterValue ValueB, ImmutableArray<AssignedValue> Context, TrialHistory A, TrialHistory B)
{
    /// <summary>B minus A relative to the size of A in percent, for every seed that completed in both and has the metric in both.</summary>
    public ImmutableSortedDictionary<int, double> PercentBySeed(Metric metric)
    {
        var b = B.Completed.ToDictionary(run => run.Id.Replicate);
        var percents = ImmutableSortedDictionary.CreateBuilder<int, double>();
        foreach (var run in A.Completed)
        {
            if (!b.TryGetValue(run.Id.Replicate, out var other)) continue;
            if (metric.Read(run.Last!) is { } before && metric.Read(other.Last!) is { } after) percents[run.Id.Replicate] = Percent(before, after);
        }

        return percents.ToImmutable();
    }

    public PairedDifference Difference(Metric metric) =>
        new(Key, ValueA.Label, ValueB.Label, Context, metric.Name, Estimates.Of(PercentBySeed(metric).Values.Select(value => (double?)value)))
        { TrialA = A.Number, TrialB = B.Number };

    private static double Percent(double before, double after) => before == after && double.IsFinite(before) ? 0 : 100 * (after - before) / Math.Abs(before);
}
