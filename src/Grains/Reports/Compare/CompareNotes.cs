using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>What a reader must know before trusting a comparison.</summary>
internal static class CompareNotes
{
    public static ImmutableArray<string> Of(ImmutableArray<Side> sides, ImmutableArray<MeasuredObjective> metrics, int shared) =>
    [.. new[]
    {
        "A difference is called one only where its paired interval excludes zero and the paired t test stays below 0.05 after Holm's correction over the pairs compared. Differences are B − A on the same seeds.",
        shared == 0 ? "The sides have no trial to compare." : null,
        sides.Any(side => side.Stands) ? "A sweep that was named as a whole is represented by its leading trial, which was chosen by its own result: its lead flatters it." : null,
        Whole(sides, shared),
        Seeds(sides),
        Failures(sides),
        Same(sides),
        Devices(sides),
        metrics.Any(metric => metric.Metric == Metrics.PeakMemory) ? "Peak memory is the engine's own account: not every run had its process to itself." : null,
    }.OfType<string>()];

    private static string? Whole(ImmutableArray<Side> sides, int shared)
    {
        if (sides.Any(side => side.Trial is not null) || shared == 0) return null;
        var left = sides.Select(side => side.Sweep.Histories.Length - shared).ToArray();
        return left.All(count => count == 0) ? null : $"{shared} settings are in all of the sweeps and compared; left out: {string.Join(", ", sides.Select((side, i) => $"{left[i]} of {side.Label}"))}.";
    }

    private static string? Seeds(ImmutableArray<Side> sides)
    {
        var seeds = sides.Select(side => side.Histories.SelectMany(history => history.Completed).Select(run => run.Seed).ToHashSet()).ToArray();
        var common = seeds.Aggregate((one, other) => [.. one.Intersect(other)]);
        if (common.Count == 0) return "The sides have no seed in common, so nothing can be paired: run them with the same replicates.seeds.";
        return seeds.All(each => each.SetEquals(common)) ? null : $"Only seeds that both sides of a pair completed count; {Format.Count(common.Count, "seed is", "seeds are")} common to all of them.";
    }

    private static string? Failures(ImmutableArray<Side> sides)
    {
        var failed = sides.Select(side => (side.Label, Count: side.Histories.Sum(history => history.Runs.Count(run => run.Status is RunStatus.Failed or RunStatus.Pruned)))).Where(entry => entry.Count > 0).ToArray();
        return failed.Length == 0 ? null : $"Runs failed or were stopped early ({string.Join(", ", failed.Select(entry => $"{entry.Count} of {entry.Label}"))}): their seeds are left out of every difference, which flatters those sides.";
    }

    private static string? Same(ImmutableArray<Side> sides) =>
        SettingDifferences.Of(sides).IsEmpty
            ? sides.Select(side => side.Sweep.Row.Spec.Fingerprint).Distinct().Count() == 1
                ? "The sides are the same experiment: what differs is chance, or the machine."
                : "No setting differs; the data files or how the points were chosen do."
            : null;

    private static string? Devices(ImmutableArray<Side> sides)
    {
        var devices = sides.Select(side => string.Join(", ", side.Histories.SelectMany(history => history.Completed).Select(run => run.Device).OfType<string>().Distinct().Order(StringComparer.Ordinal))).ToArray();
        if (devices.Distinct().Count() > 1) return $"The sides ran on different devices ({string.Join("; ", sides.Select((side, i) => $"{side.Label}: {devices[i]}"))}); compare their wall times with care.";
        return sides.Any(side => side.Histories.SelectMany(history => history.Completed).Any(run => !run.Exclusive)) ? "Runs shared the machine with others, so wall times contain their noise; evaluations do not." : null;
    }
}
