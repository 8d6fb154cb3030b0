using Orchestrator.OdeEngine.StepSize;

namespace Orchestrator.OdeEngine.Output;

/// <summary>Which output times a step passes, and at which θ.</summary>
internal static class OutputTimes
{
    /// <summary>Times that differ by no more than this many units in the last place are the same time.</summary>
    private const double SameTimeUlps = 4;
    /// <summary>Of a float64 near 1.</summary>
    private const double UnitInLastPlace = 2.220446049250313e-16;

    /// <summary>True if the lane's trial step reaches this time (by rounding or more).</summary>
    public static bool IsReached(Lane lane, double time) => (time - lane.TrialEnd) * lane.Direction <= Resolution(lane);

    /// <summary>Place of a reached time within the trial step, in (0, 1]; exactly 1 at its end.</summary>
    public static double Theta(Lane lane, double time)
        => Math.Abs(time - lane.TrialEnd) <= Resolution(lane) ? 1 : Math.Clamp((time - lane.Time) / lane.Trial, 0, 1);

    private static double Resolution(Lane lane)
        => SameTimeUlps * UnitInLastPlace * Math.Max(Math.Abs(lane.Time), Math.Abs(lane.TrialEnd));
}
