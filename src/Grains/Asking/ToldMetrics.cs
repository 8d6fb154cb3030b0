using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Asking;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Asking;

/// <summary>The last observation of a run that another program has trained, from the metrics that it tells.</summary>
internal static class ToldMetrics
{
    /// <summary>Null: the values are sound.</summary>
    public static TellAnswer.Refused? Mistake(SweepSpec spec, ImmutableArray<MetricValue> values)
    {
        foreach (var told in values)
        {
            if (told.Metric == Metrics.NfeTotal.Name) return new($"{Metrics.NfeTotal.Name} is a sum", "tell nfe.forward, nfe.backward and nfe.recomputed");
            if (Metrics.Find(told.Metric) is not { } metric) return new($"`{told.Metric}` is no metric", $"tell {string.Join(", ", Metrics.All.Where(each => each != Metrics.NfeTotal).Select(each => each.Name))}");
            if (values.Count(other => other.Metric == told.Metric) > 1) return new($"{told.Metric} is there twice", "tell every metric once");
            if (metric.Unit != MetricUnit.None && !(told.Value >= 0 && told.Value < long.MaxValue)) return new($"{told.Metric} = {told.Value:R} must be a finite number ≥ 0", "tell what was counted or measured");
        }
        var missing = spec.Objectives.Select(objective => objective.Metric).Where(objective => !values.Any(told => told.Metric == objective || (objective == Metrics.NfeTotal.Name && told.Metric == Metrics.NfeForward.Name))).ToArray();
        return missing.Length == 0 ? null : new($"{string.Join(", ", missing)}: an objective of the sweep that was not told", "tell every objective (nfe.total by its parts)");
    }

    /// <param name="iteration">The last one of the run's training.</param>
    public static Observation Observation(int iteration, ImmutableArray<MetricValue> values)
    {
        return new Observation(
            iteration, Told(Metrics.TrainingLoss) ?? double.NaN, Told(Metrics.ValidationLoss), Count(Metrics.NfeForward), Count(Metrics.NfeBackward), Count(Metrics.NfeRecomputed), Count(Metrics.Vjps),
            0, 0, double.NaN, double.NaN, new PhaseSeconds(0, 0, 0, 0, Told(Metrics.Seconds) ?? 0, 0, 0), Count(Metrics.PeakMemory), null);

        double? Told(Metric metric) => values.FirstOrDefault(told => told.Metric == metric.Name)?.Value;

        long Count(Metric metric) => (long)Math.Round(Told(metric) ?? 0);
    }
}
