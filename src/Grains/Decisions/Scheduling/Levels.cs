using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>The levels at which a sweep's runs are compared, as its file gives them or as its training implies.</summary>
internal static class Levels
{
    /// <summary>
    /// A first comparison earlier than a ninth of a run ranks configurations by how fast they start: on the curves of bench/SearchBench, whose
    /// best ones start slowly, halving from the first epoch on loses them.
    /// </summary>
    public const int ShareOfFirst = 9;

    /// <summary>Schedulers that compare at regular intervals do so this often in a run.</summary>
    public const int Comparisons = 20;

    /// <summary>What a whole run uses of the resource; null: neither said nor implied.</summary>
    public static long? Max(SweepSpec spec)
        => spec.Scheduler.Max ?? (spec.Scheduler.Resource == SchedulerResource.Iterations ? spec.Base.Training.Iterations : null);

    public static long Min(SweepSpec spec, int share) => spec.Scheduler.Min ?? Math.Max(1, (Max(spec) ?? share) / share);

    /// <summary>min, min·η, min·η², … below a whole run's: who passes the last of them is trained to its end.</summary>
    public static Ladder Halving(SweepSpec spec)
        => Max(spec) is { } max ? Ladder.Geometric(Min(spec, ShareOfFirst), max - 1, spec.Scheduler.Reduction) : Ladder.None;

    /// <summary>min, 2·min, 3·min, …</summary>
    public static Ladder Regular(SweepSpec spec) => new Ladder.Regular(Min(spec, Comparisons), Min(spec, Comparisons));
}
