using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Scheduling.Rungs;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>Rules about where runs are compared.</summary>
internal static class SchedulerRules
{
    public static ImmutableArray<SpecRule> All { get; } =
    [
        new("levels-need-max", "A scheduler over `nfe` or `seconds` needs `scheduler.max`: what a whole run uses.", LevelsNeedMax),
        new("min-below-max", "`scheduler.min` is below `scheduler.max`.", MinBelowMax),
        new("wilcoxon-needs-seeds", "`wilcoxon` needs more seeds than `scheduler.startup`, else it never has one to spare.", WilcoxonNeedsSeeds),
        .. PopulationRules.All,
    ];

    private static bool ComparesAtLevels(SpecDraft draft) => Schedulers.Of(draft.Spec).Rungs(draft.Spec) != RungPlan.None;

    private static IEnumerable<Breach> LevelsNeedMax(SpecDraft draft)
    {
        if (ComparesAtLevels(draft) && Schedulers.Of(draft.Spec) != Schedulers.Pbt && Levels.Max(draft.Spec) is null)
            yield return new Breach(SchedulerKeys.Resource, Resources.Name(draft.Spec.Scheduler.Resource), $"{draft.Spec.Scheduler.Kind} over {Resources.Name(draft.Spec.Scheduler.Resource)} has no levels without scheduler.max",
                "add scheduler.max: what one whole run uses, for instance nfe.total of a run trained before");
    }

    private static IEnumerable<Breach> MinBelowMax(SpecDraft draft)
    {
        var plan = draft.Spec.Scheduler;
        if (ComparesAtLevels(draft) && Levels.Max(draft.Spec) is { } max && plan.Min >= max)
            yield return new Breach(SchedulerKeys.Min, $"{plan.Min}", $"runs of {max} {Resources.Name(plan.Resource)} end before they are compared", $"lower it below {max}");
    }

    private static IEnumerable<Breach> WilcoxonNeedsSeeds(SpecDraft draft)
    {
        if (Schedulers.Of(draft.Spec) is WilcoxonScheduler && draft.Spec.Seeds.Length <= draft.Spec.Scheduler.Startup)
            yield return new Breach(SchedulerKeys.Kind, draft.Spec.Scheduler.Kind, $"with {draft.Spec.Seeds.Length} seeds and scheduler.startup = {draft.Spec.Scheduler.Startup} there is never a seed to spare",
                $"list more than {draft.Spec.Scheduler.Startup} seeds, or use another scheduler");
    }
}
