using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports;

/// <summary>What a metric counts; decides how its values are written.</summary>
internal enum MetricUnit
{
    None = 1,
    Evaluations = 2,
    Seconds = 3,
    Bytes = 4,
}

/// <summary>One measured quantity of a run.</summary>
/// <param name="Name">As sweep files write it, such as validation.loss.</param>
/// <param name="Title">As a table heading writes it.</param>
/// <param name="Read">The value in an observation; null: this observation has none.</param>
internal sealed record Metric(string Name, string Title, MetricUnit Unit, Func<Observation, double?> Read);

/// <summary>Every metric that an objective, a table or a paired difference can name.</summary>
internal static class Metrics
{
    public static Metric TrainingLoss { get; } = new("training.loss", "training loss", MetricUnit.None, o => o.TrainingLoss);
    public static Metric ValidationLoss { get; } = new("validation.loss", "validation loss", MetricUnit.None, o => o.ValidationLoss);
    public static Metric NfeForward { get; } = new("nfe.forward", "NFE forward", MetricUnit.Evaluations, o => o.NfeForward);
    public static Metric NfeBackward { get; } = new("nfe.backward", "NFE backward", MetricUnit.Evaluations, o => o.NfeBackward);
    public static Metric NfeRecomputed { get; } = new("nfe.recomputed", "NFE recomputed", MetricUnit.Evaluations, o => o.NfeRecomputed);

    /// <summary>Forward, backward and recomputed together.</summary>
    public static Metric NfeTotal { get; } = new("nfe.total", "NFE total", MetricUnit.Evaluations, o => o.NfeTotal);
    public static Metric Vjps { get; } = new("nfe.vjp", "VJPs", MetricUnit.Evaluations, o => o.VectorJacobianProducts);

    /// <summary>Training time without the warm-up iterations.</summary>
    public static Metric Seconds { get; } = new("time.seconds", "wall time", MetricUnit.Seconds, o => o.Seconds.Total - o.Seconds.WarmUp);

    /// <summary>The engine's own account, which holds however many runs share a process.</summary>
    public static Metric PeakMemory { get; } = new("memory.peak", "peak memory", MetricUnit.Bytes, o => o.EnginePeakBytes);

    /// <summary>Stands in for <see cref="PeakMemory"/> where every run had its process to itself.</summary>
    public static Metric ProcessPeakMemory { get; } = PeakMemory with { Read = o => o.ProcessPeakBytes };

    public static ImmutableArray<Metric> All { get; } =
        [TrainingLoss, ValidationLoss, NfeForward, NfeBackward, NfeRecomputed, NfeTotal, Vjps, Seconds, PeakMemory];

    /// <summary>Mean forward time of one iteration after warm-up. Not an objective.</summary>
    public static Metric ForwardMilliseconds { get; } = new("time.forward", "forward ms / iteration", MetricUnit.None, o => PerIteration(o, o.Seconds.Forward));

    /// <summary>Mean backward time of one iteration after warm-up. Not an objective.</summary>
    public static Metric BackwardMilliseconds { get; } = new("time.backward", "backward ms / iteration", MetricUnit.None, o => PerIteration(o, o.Seconds.Backward));

    /// <summary>The metric of that name, or null.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);

    private static double? PerIteration(Observation observation, double seconds)
    {
        var timed = observation.Iteration - observation.Seconds.WarmUpIterations;
        return timed > 0 ? 1000 * seconds / timed : null;
    }
}
