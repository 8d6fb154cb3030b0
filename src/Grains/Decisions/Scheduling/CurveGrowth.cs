using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;

namespace Orchestrator.Grains.Decisions.Scheduling;

/// <summary>A curve with more reports.</summary>
internal static class CurveGrowth
{
    /// <summary>More points than these are thinned: every second one goes, the newest stays.</summary>
    public const int MostPoints = 64;

    public static RunCurve Extend(RunCurve curve, IEnumerable<CurvePoint> points, RungPlan plan)
    {
        var kept = curve.Points.ToBuilder();
        var levels = curve.AtLevels.ToBuilder();
        var grown = false;
        foreach (var point in points)
        {
            if (kept.Count > 0 && point.Resource <= kept[^1].Resource) continue;
            grown = true;
            kept.Add(point);
            var passed = plan.Ladder.Passed(point.Resource);
            while (levels.Count < passed) levels.Add(point.Values);
            if (kept.Count > MostPoints) Thin(kept);
        }
        return grown ? curve with { Points = kept.ToImmutable(), AtLevels = levels.ToImmutable() } : curve;
    }

    private static void Thin(ImmutableArray<CurvePoint>.Builder points)
    {
        var kept = 0;
        for (var index = 0; index < points.Count; index++)
            if (index % 2 == 0 || index == points.Count - 1) points[kept++] = points[index];
        points.Count = kept;
    }
}
