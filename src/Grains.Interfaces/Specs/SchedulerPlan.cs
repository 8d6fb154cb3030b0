using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>What a run uses up, and what a scheduler compares runs at equal amounts of.</summary>
public enum SchedulerResource
{
    Iterations = 1,

    /// <summary>Evaluations of the vector field, all passes.</summary>
    FunctionEvaluations = 2,

    /// <summary>Seconds of training.</summary>
    Seconds = 3,
}

/// <summary>Which runs are worth more of the resource than others.</summary>
/// <param name="Kind">A name of the scheduler catalogue.</param>
[GenerateSerializer, Immutable, Alias("scheduler-plan")]
public sealed record SchedulerPlan(string Kind, SchedulerResource Resource)
{
    /// <summary>Level of the first comparison, in units of the resource; null: derived from <see cref="Max"/>.</summary>
    [Id(0)] public long? Min { get; init; }

    /// <summary>What a whole run uses; null: the iterations of the training.</summary>
    [Id(1)] public long? Max { get; init; }

    /// <summary>One in so many goes on from a rung, and the next rung is so many times higher.</summary>
    [Id(2)] public int Reduction { get; init; } = 3;

    /// <summary>Share in percent of the peers that a run must not be worse than.</summary>
    [Id(3)] public double Percentile { get; init; } = 50;

    /// <summary>Fewest peers, or seeds, for a judgement.</summary>
    [Id(4)] public int Startup { get; init; } = 5;

    /// <summary>Chance of stopping a configuration that is as good as the best.</summary>
    [Id(5)] public double Significance { get; init; } = 0.1;

    /// <summary>Share in percent of a population that is replaced in a generation, and of those that it is replaced by.</summary>
    [Id(6)] public double Quantile { get; init; } = 20;

    /// <summary>A value that is taken over is multiplied or divided by this.</summary>
    [Id(7)] public double Perturbation { get; init; } = 1.25;

    /// <summary>Chance that it is drawn from its domain instead.</summary>
    [Id(8)] public double Resample { get; init; } = 0.25;

    /// <summary>Keys of the space that change while a population trains; empty: all that can.</summary>
    [Id(9)] public ImmutableArray<string> Mutates { get; init; } = [];
}
