using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Compare;

/// <summary>Puts trials or sweeps side by side: a pure function of their rows.</summary>
internal static class SideBySideBuilder
{
    public static SideBySide Build(ImmutableArray<CompareArm> arms, Func<string, SweepResult> sweep)
    {
        var sides = Side.Of(arms, sweep);
        var compared = ComparedMetrics.Of(sides);
        var shared = sides.All(side => side.Trial is null) ? SharedSettings.Of(sides) : [new SharedSetting([.. sides.Select(side => side.Trial).OfType<TrialHistory>()])];
        // A side without any trial has nothing to stand for it.
        if (shared.Any(setting => setting.Trials.Length < sides.Length)) shared = [];
        var pairs = Pairs(sides.Length).ToArray();
        ImmutableArray<ArmContrast> together = [.. compared.SelectMany(metric => Together(metric, shared, pairs))];
        ImmutableArray<ArmContrast> bySetting = shared.Length < 2 ? [] : [.. compared.SelectMany(metric => BySetting(metric, shared, pairs))];
        var fronts = SideFronts.Of(sides);
        ImmutableArray<Objective> metrics = [.. compared.Select(metric => new Objective(metric.Metric.Name, metric.Goal))];
        return new(
            [.. sides.Select(side => Summary(side, compared))], metrics, SettingDifferences.Of(sides), together, bySetting,
            [.. VerdictSentences.Of(sides, compared, together, bySetting), .. fronts.Sentences(sides)], CompareNotes.Of(sides, compared, shared.Length))
        { Fronts = fronts.Fronts, FrontReference = fronts.Reference };
    }

    private static IEnumerable<(int A, int B)> Pairs(int sides) =>
        Enumerable.Range(0, sides).SelectMany(a => Enumerable.Range(a + 1, sides - a - 1).Select(b => (a, b)));

    private static IEnumerable<ArmContrast> Together(MeasuredObjective metric, ImmutableArray<SharedSetting> shared, (int A, int B)[] pairs)
    {
        var contrasts = Contrasts.Of(pairs.Select(pair => PairedSamples.Average([.. shared.Select(setting => Samples(setting, pair, metric.Metric)).Where(samples => shared.Length == 1 || samples.HasRatios)])));
        return pairs.Zip(contrasts, (pair, contrast) => new ArmContrast(pair.A, pair.B, metric.Metric.Name, [], Math.Max(1, shared.Length), contrast));
    }

    private static IEnumerable<ArmContrast> BySetting(MeasuredObjective metric, ImmutableArray<SharedSetting> shared, (int A, int B)[] pairs)
    {
        var cells = pairs.SelectMany(pair => shared.Select(setting => (pair, setting))).ToArray();
        var contrasts = Contrasts.Of(cells.Select(cell => Samples(cell.setting, cell.pair, metric.Metric)));
        return cells.Zip(contrasts, (cell, contrast) => new ArmContrast(cell.pair.A, cell.pair.B, metric.Metric.Name, cell.setting.Trials[0].Trial.Assignment, 1, contrast));
    }

    private static PairedSamples Samples(SharedSetting setting, (int A, int B) pair, Metric metric) => PairedSamples.Of(setting.Trials[pair.A], setting.Trials[pair.B], metric);

    private static ArmSummary Summary(Side side, ImmutableArray<MeasuredObjective> metrics)
    {
        var runs = side.Histories.SelectMany(history => history.Runs).ToArray();
        return new(
            side.Label, side.Sweep.Row.Id, side.Sweep.Row.Name, side.Trial?.Number, side.Stands, side.Trial?.Trial.Assignment ?? [],
            side.Histories.Sum(history => history.Completed.Count()), runs.Count(run => run.Status == RunStatus.Failed),
            [.. side.Histories.SelectMany(history => history.Completed).Select(run => run.Seed).Distinct().Order()],
            side.Trial is null ? [] : [.. metrics.Select(metric => side.Trial.Estimate(metric.Metric))]);
    }
}

/// <summary>What sides are compared in: the objectives of all of them, then loss, evaluations, time and memory. All of these are better small.</summary>
internal static class ComparedMetrics
{
    public static ImmutableArray<MeasuredObjective> Of(ImmutableArray<Side> sides)
    {
        var measures = sides.Select(side => Measures.Of(side.Sweep.Row.Spec, side.Sweep.Histories)).ToArray();
        // The process peak of one side against the engine's account of another would compare two different things.
        var memory = measures.All(each => each.MemoryExclusive) ? measures[0].PeakMemory : Metrics.PeakMemory;
        var usual = ((Metric[])[measures[0].Error, Metrics.NfeTotal, Metrics.NfeForward, Metrics.NfeBackward, Metrics.Seconds, memory]).Select(metric => new MeasuredObjective(metric, Goal.Minimize));
        return [.. measures.SelectMany(each => each.Objectives).Select(objective => objective.Metric.Name == memory.Name ? objective with { Metric = memory } : objective)
            .Concat(usual).DistinctBy(objective => objective.Metric.Name)];
    }
}
