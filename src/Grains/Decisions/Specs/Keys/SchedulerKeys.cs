using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Interfaces.Specs;
using static Orchestrator.Grains.Decisions.Specs.Keys.KeyForms;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>Keys about which runs are stopped early.</summary>
internal static class SchedulerKeys
{
    public const string Kind = "scheduler.kind";
    public const string Resource = "scheduler.resource";
    public const string Max = "scheduler.max";
    public const string Min = "scheduler.min";
    public const string Startup = "scheduler.startup";
    public const string Quantile = "scheduler.quantile";
    public const string Mutates = "scheduler.mutates";

    private const string Halving = Kind + " in [asha, hyperband, pasha]";
    private const string AtLevels = Kind + " in [asha, hyperband, pasha, median, percentile]";
    private const string InSteps = Kind + " in [asha, hyperband, pasha, median, percentile, pbt]";
    private const string OnPbt = Kind + " == pbt";
    private const string Counts = Kind + " in [median, percentile, wilcoxon]";

    public static ImmutableArray<SpecKey> All { get; } =
    [
        Key(Kind, OneOf(() => [.. Schedulers.All.Select(scheduler => scheduler.Name)]), "Whether runs are stopped early.", "every run is trained to its end", null,
            plan => Text(plan.Kind), (plan, value) => plan with { Kind = value.Text() }),
        Key(Resource, OneOf(Resources.Names), "What runs are compared at equal amounts of: iterations, nfe (evaluations, all passes) or seconds of training.", "known beforehand for every run", AtLevels,
            plan => Text(Resources.Name(plan.Resource)), (plan, value) => plan with { Resource = Resources.Of(value.Text()) }),
        Key(Min, LongCounting(1), "Amount of the resource at which runs are compared first; the distance of comparisons for median, percentile and pbt (there in iterations).", "", InSteps,
            plan => Whole(plan.Min), (plan, value) => plan with { Min = value.WholeOrNone() }) with
            { Nullable = true, Example = "200", DefaultText = $"a {Levels.ShareOfFirst}th of `{Max}`; a {Levels.Comparisons}th for median, percentile and pbt" },
        Key(Max, LongCounting(2), "What a whole run uses of the resource.", "", AtLevels,
            plan => Whole(plan.Max), (plan, value) => plan with { Max = value.WholeOrNone() }) with { Nullable = true, Example = "20000", DefaultText = "`training.iterations`" },
        Key("scheduler.reduction", Counting(2, 100), "One trial in so many goes on from a rung, and the next rung is so many times higher.", "Li and others 2018 recommend 3 or 4", Halving,
            plan => Whole(plan.Reduction), (plan, value) => plan with { Reduction = value.Count() }),
        Key("scheduler.percentile", new ValueKind.Number(new NumberRange(0, 100) { LowExcluded = true }), "A run must not be worse than so many percent of the others.", "the median", Kind + " == percentile",
            plan => Number(plan.Percentile), (plan, value) => plan with { Percentile = value.Number() }),
        Key(Startup, Counting(1), "Fewest other runs (median, percentile) or finished seeds (wilcoxon) for a judgement.", "five, as in Optuna's median rule; the least with which the signed-rank test can reach 0.05", Counts,
            plan => Whole(plan.Startup), (plan, value) => plan with { Startup = value.Count() }),
        Key("scheduler.significance", new ValueKind.Number(new NumberRange(0, 0.5) { LowExcluded = true }), "Chance of sparing the seeds of a configuration that is as good as the best.", "a wrong stop costs little here", Kind + " == wilcoxon",
            plan => Number(plan.Significance), (plan, value) => plan with { Significance = value.Number() }),
        Key(Quantile, new ValueKind.Number(new NumberRange(0, 50) { LowExcluded = true }), "Percent of the population that go on with the parameters of others after each comparison, and of those they have them from; one at least.", "Jaderberg and others 2017", OnPbt,
            plan => Number(plan.Quantile), (plan, value) => plan with { Quantile = value.Number() }),
        Key("scheduler.perturbation", new ValueKind.Number(new NumberRange(1, double.PositiveInfinity) { LowExcluded = true }), "Values of a run that goes on with the parameters of another are multiplied or divided by this; listed or stepped ones move to a neighbour.", "0.8 as in Jaderberg and others 2017, and its inverse", OnPbt,
            plan => Number(plan.Perturbation), (plan, value) => plan with { Perturbation = value.Number() }),
        Key("scheduler.resample", new ValueKind.Number(new NumberRange(0, 1)), "Chance that such a value is drawn from its whole domain instead.", "as in Ray Tune", OnPbt,
            plan => Number(plan.Resample), (plan, value) => plan with { Resample = value.Number() }),
        Key(Mutates, new ValueKind.ListOf(OneOf(() => [.. SpecKeys.All.Where(key => key.MayChange).Select(key => key.Path)]), 1), "Keys of `space` that change while the population trains.", "", OnPbt,
            plan => plan.Mutates.IsEmpty ? null : Texts(plan.Mutates), (plan, value) => plan with { Mutates = value is null ? [] : value.Texts() }) with
            { Nullable = true, Example = "[solver.rtol]", DefaultText = "all of them that can" },
    ];

    private static SpecKey Key(
        string path, ValueKind kind, string description, string source, string? appliesWhen, Func<SchedulerPlan, ParameterValue?> get, Func<SchedulerPlan, ParameterValue?, SchedulerPlan> set)
        => new(path, kind, description)
        {
            DefaultSource = source,
            AppliesWhen = appliesWhen,
            Example = "3",
            Get = spec => get(spec.Scheduler),
            Set = (spec, value) => spec with { Scheduler = set(spec.Scheduler, value) },
        };
}
