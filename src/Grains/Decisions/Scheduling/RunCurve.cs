using System.Collections.Immutable;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <param name="Resource">Used so far, in the scheduler's unit: iterations, function evaluations of all passes, or seconds.</param>
/// <param name="Values">One per objective, as measured; NaN where an observation has none.</param>
public readonly record struct CurvePoint(double Resource, ImmutableArray<double> Values);

public enum RunStanding { Running = 1, Paused = 2, Completed = 3, Pruned = 4, Failed = 5 }

/// <summary>A run as a scheduler sees it.</summary>
/// <param name="Points">Thinned: the first report at or after each level, some between, and the newest.</param>
/// <param name="AtLevels">Scores at the levels it has reached, lowest level first: one per objective.</param>
public sealed record RunCurve(RunKey Run, RunStanding Standing, ImmutableArray<CurvePoint> Points, ImmutableArray<ImmutableArray<double>> AtLevels)
{
    /// <summary>How often it was set aside.</summary>
    public int Pauses { get; init; }

    /// <summary>Number of levels reached.</summary>
    public int Passed => AtLevels.Length;

    public double Resource => Points.IsEmpty ? 0 : Points[^1].Resource;

    /// <summary>Nothing more will come from it.</summary>
    public bool IsOver => Standing is RunStanding.Completed or RunStanding.Pruned or RunStanding.Failed;
}
