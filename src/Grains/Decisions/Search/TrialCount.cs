using System.Numerics;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>How many trials and runs a sweep has. Null: no end of its own.</summary>
internal sealed record TrialCount(BigInteger? Trials, BigInteger? Runs)
{
    public static TrialCount Of(SweepSpec spec)
    {
        var trials = TrialsOf(spec);
        var runs = trials * spec.Seeds.Length;
        return new TrialCount(trials, spec.Budget.Runs is { } limit && (runs is null || runs > limit) ? limit : runs);
    }

    private static BigInteger? TrialsOf(SweepSpec spec)
    {
        if (spec.Search.Kind != Samplers.Grid.Name && spec.Search.Duplicates is not Duplicates.Avoid) return spec.Search.Trials;
        var points = CountedPoints.Count(spec);
        return spec.Search.Trials is { } limit && (points is null || limit < points) ? limit : points;
    }
}
