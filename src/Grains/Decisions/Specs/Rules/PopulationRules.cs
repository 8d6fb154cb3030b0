using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Scheduling.Populations;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>Rules about population based training.</summary>
internal static class PopulationRules
{
    public static ImmutableArray<SpecRule> All { get; } =
    [
        new("pbt-counts-iterations", "`pbt` compares at equal iterations: what one run has learned another goes on with from the same iteration.", CountsIterations),
        new("pbt-one-seed", "`pbt` needs one seed: a member of the population is one run.", OneSeed),
        new("pbt-begins-at-once", "`pbt` needs a kind of search that does not learn: the whole population begins before anything is known.", BeginsAtOnce),
        new("pbt-changes-something", "`pbt` needs a key of `space` that can change during a run, and `scheduler.mutates` names such keys.", ChangesSomething),
    ];

    private static bool IsPbt(SpecDraft draft) => Schedulers.Of(draft.Spec) == Schedulers.Pbt;

    private static IEnumerable<Breach> CountsIterations(SpecDraft draft)
    {
        if (IsPbt(draft) && draft.Spec.Scheduler.Resource != SchedulerResource.Iterations)
            yield return new Breach(SchedulerKeys.Resource, Resources.Name(draft.Spec.Scheduler.Resource), "runs that have used as much of it stand at different iterations, and one could not go on where another is", "remove it: pbt counts iterations");
    }

    private static IEnumerable<Breach> OneSeed(SpecDraft draft)
    {
        if (IsPbt(draft) && draft.Spec.Seeds.Length > 1)
            yield return new Breach(SweepKeys.Seeds, $"{draft.Spec.Seeds.Length} seeds", "a member of the population is one run", "keep one seed, and submit the file again with another one for another population");
    }

    private static IEnumerable<Breach> BeginsAtOnce(SpecDraft draft)
    {
        if (IsPbt(draft) && Samplers.For(draft.Spec).Learns)
            yield return new Breach(SweepKeys.SearchKind, draft.Spec.Search.Kind, "the whole population begins before there is a result to learn from", "use search: { kind: sobol, trials: 16 }, or random");
    }

    private static IEnumerable<Breach> ChangesSomething(SpecDraft draft)
    {
        if (!IsPbt(draft)) yield break;
        foreach (var path in draft.Spec.Scheduler.Mutates.Where(path => draft.Spec.Space.All(key => key.Path != path)))
            yield return new Breach(SchedulerKeys.Mutates, path, $"{path} is no key of the space", "add it to `space` with the values it may take, or remove it here");
        if (Exploration.Mutable(draft.Spec).IsEmpty)
            yield return new Breach(SchedulerKeys.Kind, "pbt", "no key of the space can change during a run", "add one, such as training.optimizer.learning_rate: { log_uniform: [1e-4, 1e-1] } or solver.rtol: { decades: [1e-7, 1e-2] }");
    }
}
