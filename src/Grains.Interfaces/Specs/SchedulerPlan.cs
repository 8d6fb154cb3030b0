using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Specs;

/// <summary>What a run uses up, and what a scheduler compares runs at equal amounts of.</summary>
public enum SchedulerResource
{
    Iterations = 1,

    /// <summary>Forward, backward and recomputed evaluations together.</summary>
    FunctionEvaluations = 2,

    /// <summary>Training time of all attempts, warm-up included.</summary>
    Seconds = 3,
}

/// <summary>Which runs are worth more of the resource than others.</summary>
/// <param name="Kind">A name of the scheduler catalogue.</param>
/// <param name="MinResource">Level of the first comparison, in units of <paramref name="Resource"/>.</param>
/// <param name="MaxResource">Level of the last one; null: the iterations of the training.</param>
/// <param name="Reduction">One of so many goes on from a rung, and the next rung is so many times higher.</param>
[GenerateSerializer, Immutable, Alias("scheduler-plan")]
public sealed record SchedulerPlan(string Kind, SchedulerResource Resource, long MinResource, long? MaxResource, int Reduction)
{
    /// <summary>Rank runs at a rung by what their curves promise at the last level instead of by what they are.</summary>
    [Id(0)] public bool Forecast { get; init; }

    /// <summary>Distance of the levels of schedulers that compare at regular intervals.</summary>
    [Id(1)] public long Interval { get; init; }

    /// <summary>Share in percent of the peers that a run must not be worse than.</summary>
    [Id(2)] public double Percentile { get; init; }

    /// <summary>Fewest peers (median, percentile) or seeds (wilcoxon) for a judgement.</summary>
    [Id(3)] public int Startup { get; init; }

    /// <summary>Probability of stopping a configuration by chance that is as good as the best.</summary>
    [Id(4)] public double Significance { get; init; }

    /// <summary>Share of a population that is replaced by copies, and share it is copied from.</summary>
    [Id(5)] public double Quantile { get; init; }

    /// <summary>Paths of the space that a mutation may only lower: tolerances that are tightened while training goes on.</summary>
    [Id(6)] public ImmutableArray<string> Tighten { get; init; } = [];
}

/// <summary>Rules that stop a run for what it does itself, whatever the others do. Null: the rule is off.</summary>
[GenerateSerializer, Immutable, Alias("pruner-plan")]
public sealed record PrunerPlan
{
    /// <summary>A first objective worse than this stops a run.</summary>
    [Id(0)] public double? WorstObjective { get; init; }

    /// <summary>More evaluations, all passes, per iteration stop a run.</summary>
    [Id(1)] public double? MostEvaluationsPerIteration { get; init; }

    /// <summary>A shorter accepted step stops a run. In units of the problem's time.</summary>
    [Id(2)] public double? SmallestStep { get; init; }

    /// <summary>Iterations before the threshold rules look at a run.</summary>
    [Id(3)] public int ThresholdsAfter { get; init; }

    /// <summary>Iterations without improvement after which a run stops.</summary>
    [Id(4)] public int? Patience { get; init; }

    /// <summary>A smaller change of the first objective is no improvement.</summary>
    [Id(5)] public double LeastImprovement { get; init; }

    /// <summary>Evaluations per iteration that have grown by this factor stop a run.</summary>
    [Id(6)] public double? EvaluationGrowth { get; init; }

    /// <summary>First iterations that growth is measured against.</summary>
    [Id(7)] public int GrowthAfter { get; init; }

    public static PrunerPlan None { get; } = new();
}
