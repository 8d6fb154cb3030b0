using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>All runs of a sweep as a scheduler sees them.</summary>
public sealed record ScheduleHistory(IReadOnlyList<RunCurve> Runs)
{
    public static ScheduleHistory Empty { get; } = new([]);
}

/// <summary>A run's objectives over the resource it has used.</summary>
/// <param name="Points">In the order of their resource.</param>
public sealed record RunCurve(int Trial, int Replicate, RunStanding Standing, ImmutableArray<CurvePoint> Points);

/// <param name="Resource">Used so far, in the scheduler's unit: iterations, function evaluations of all passes, or seconds.</param>
/// <param name="Values">One per objective, as measured; NaN where an observation has none.</param>
public readonly record struct CurvePoint(double Resource, ImmutableArray<double> Values);

public enum RunStanding { Running = 1, Paused = 2, Completed = 3, Pruned = 4, Failed = 5 }
