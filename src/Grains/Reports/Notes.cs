using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Sweeps;

namespace Orchestrator.Grains.Reports;

/// <summary>What a reader must know before trusting the numbers.</summary>
internal static class Notes
{
    public static ImmutableArray<string> Of(
        SweepRow sweep, Measures measures, ImmutableArray<TrialHistory> histories, ImmutableArray<TrialSummary> summaries, FrontVolume? volume, int pairsLeftOut)
    {
        var completed = histories.SelectMany(history => history.Completed).ToArray();
        return [.. new[]
        {
            Unfinished(sweep, summaries),
            Failures(histories, summaries),
            Intervals(sweep),
            completed.Length == 0 ? null : WarmUp(completed),
            completed.Length == 0 ? null : Memory(measures),
            Devices(completed),
            NotFinite(measures, summaries),
            volume is null ? null : Volume(measures, volume),
            pairsLeftOut == 0 ? null : $"{Format.Count(pairsLeftOut, "further pair", "further pairs")} of trials that differ in one key only are left out; the first {SettingPairs.Limit} are shown.",
        }.OfType<string>()];
    }

    private static string? Unfinished(SweepRow sweep, ImmutableArray<TrialSummary> summaries)
    {
        var missing = summaries.Sum(summary => summary.Unfinished);
        if (missing == 0) return null;
        var trials = summaries.Count(summary => summary.Unfinished > 0);
        var state = sweep.Status is SweepStatus.Active or SweepStatus.Paused ? "The sweep is not over: " : "";
        return $"{state}{Format.Count(missing, "replicate", "replicates")} of {Format.Count(trials, "trial", "trials")} {(missing == 1 ? "has" : "have")} no result; means are over the replicates that completed.";
    }

    private static string? Failures(ImmutableArray<TrialHistory> histories, ImmutableArray<TrialSummary> summaries)
    {
        var byCause = summaries.SelectMany(summary => summary.Failures).GroupBy(entry => entry.Key, entry => entry.Value).OrderBy(group => group.Key).ToArray();
        var pruned = summaries.Sum(summary => summary.Pruned);
        if (byCause.Length == 0 && pruned == 0) return null;
        var parts = byCause.Select(group => $"{group.Sum()} × {FailureHints.Name(group.Key)}").Concat(pruned > 0 ? [$"{pruned} × stopped early"] : []);
        var excluded = histories.Count(history => history.Runs.Any(run => run.Status is RunStatus.Failed or RunStatus.Pruned));
        return $"Runs without a result: {string.Join(", ", parts)}. {Format.Count(excluded, "trial", "trials")} with such a run {(excluded == 1 ? "is" : "are")} shown but not ranked: the mean over the seeds that survived would flatter {(excluded == 1 ? "it" : "them")}.";
    }

    private static string Intervals(SweepRow sweep) => sweep.Spec.Seeds.Length < 2
        ? "One seed per trial: there are no intervals, and differences between trials may be chance."
        : $"Intervals are 95 % intervals of the mean over seeds ({sweep.Spec.Seeds.Length} per trial), each for itself. A difference is called one only where its paired interval excludes zero and the paired t test stays below 0.05 after Holm's correction for the comparisons made at once.";

    private static string WarmUp(RunRow[] completed)
    {
        var fewest = completed.Min(run => run.Last!.Seconds.WarmUpIterations);
        var most = completed.Max(run => run.Last!.Seconds.WarmUpIterations);
        var count = fewest == most ? Format.Count(most, "iteration", "iterations") : $"{fewest.ToString(CultureInfo.InvariantCulture)} to {Format.Count(most, "iteration", "iterations")}";
        return most == 0 ? "Wall times hold every iteration; none was set apart as warm-up." : $"Wall times leave out each run's warm-up ({count}); evaluations count all iterations.";
    }

    private static string Memory(Measures measures) => measures.MemoryExclusive
        ? "Peak memory is that of the process, measured while each run had it to itself."
        : "Peak memory is the engine's own account of what it allocated: runs shared the process, so its peak would belong to no one. Set resources.isolation: process, or resources.exclusive: true, for the process peak.";

    private static string? Devices(RunRow[] completed)
    {
        var devices = completed.Select(run => run.Device).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        if (devices.Length > 1) return $"Runs were spread over {devices.Length} devices ({string.Join(", ", devices)}); compare their wall times with care.";
        return completed.Any(run => !run.Exclusive) ? "Runs shared the machine with others, so wall times contain their noise; evaluations do not." : null;
    }

    private static string? NotFinite(Measures measures, ImmutableArray<TrialSummary> summaries)
    {
        var trials = summaries.Where(summary => summary.Objectives.Any(objective => objective.NotFinite > 0)).Select(summary => summary.Number).ToArray();
        return trials.Length == 0 ? null :
            $"{Format.Count(trials.Length, "trial", "trials")} ended with an objective that is NaN or infinite in some run ({string.Join(", ", trials.Take(10))}{(trials.Length > 10 ? ", …" : "")}): shown, marked and never ranked.";
    }

    private static string Volume(Measures measures, FrontVolume volume) =>
        $"The hypervolume {Format.Number(volume.Value)} is that of the front up to ({string.Join(", ", volume.Reference.Select((value, i) => $"{measures.Objectives[i].Metric.Name} {Format.Value(value, measures.Objectives[i].Metric.Unit)}"))}), a tenth of each range beyond the worst ranked trial; compare it only with the same reference.";
}
