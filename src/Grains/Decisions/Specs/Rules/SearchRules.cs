using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Scheduling;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>Rules about the sweep as a whole.</summary>
internal static class SearchRules
{
    /// <summary>More runs than this without a limit are a slip of the pen rather than a plan.</summary>
    public const int MostRunsWithoutBudget = 100_000;

    /// <summary>Below what the order of the queue can number (24 bits); a hundred times what was measured.</summary>
    public const int MostRuns = 10_000_000;

    public static ImmutableArray<SpecRule> All { get; } =
    [
        new("search-needs-end", "All kinds of search but `grid` and `external` need `search.trials` or a limit in `budget`.", SearchNeedsEnd),
        new("random-needs-space", "All kinds of search but `grid` need a key that varies.", RandomNeedsSpace),
        new("grid-needs-values", "A grid needs domains with countable values.", GridNeedsValues),
        new("large-grid-needs-budget", $"A grid of more than {MostRunsWithoutBudget} runs needs a limit: `budget` or `search.trials`.", LargeGridNeedsBudget),
        new("sweep-within-size", $"A sweep has at most {MostRuns} runs.", SweepWithinSize),
        new("few-conditions-at-once", $"Conditions (`when`) of countable keys together tell at most {CountedPoints.MostSituations} combinations of values apart.", FewConditionsAtOnce),
        new("latin-hypercube-needs-trials", "`latin-hypercube` needs `search.trials`: it cuts every range into so many slices.", LatinHypercubeNeedsTrials),
        new("enqueued-within-trials", "`search.trials` is at least the number of enqueued points.", EnqueuedWithinTrials),
        new("deterministic-needs-whole-runs", "`search.schedule: deterministic` needs `scheduler.kind: none` or `pbt`: how far a run that is stopped early comes depends on when others report.", DeterministicNeedsWholeRuns),
        new("warm-start-needs-learning", "`search.warm_start` needs a kind of search that learns.", WarmStartNeedsLearning),
        new("reuse-needs-whole-runs", "`search.duplicates: reuse` needs `scheduler.kind: none`: schedulers compare runs on their way, and results that are taken over have none.", ReuseNeedsWholeRuns),
        new("one-limit-of-failures", "`failures.on_failure: stop` stands alone: beside it `failures.stop_after` and `failures.stop_if_first` have no effect.", OneLimitOfFailures),
        new("external-needs-whole-runs", "`search.kind: external` and `resources.device: external` need `scheduler.kind: none` and no rule of `pruning`: other programs tell whole runs.", ExternalNeedsWholeRuns),
        new("seeds-distinct", "Every seed is there once.", SeedsDistinct),
    ];

    private static bool IsGrid(SweepSpec spec) => spec.Search.Kind == Samplers.Grid.Name;

    private static bool HasLimit(Budget budget) => budget.Runs is not null || budget.FunctionEvaluations is not null || budget.Seconds is not null || budget.Wall is not null;

    private static IEnumerable<Breach> SearchNeedsEnd(SpecDraft draft)
    {
        if (!IsGrid(draft.Spec) && draft.Spec.Search.Kind != Samplers.External.Name && draft.Spec.Search.Trials is null && !HasLimit(draft.Spec.Budget))
            yield return new Breach(SweepKeys.SearchKind, draft.Spec.Search.Kind, $"a {draft.Spec.Search.Kind} search has no end of its own", "add search.trials: 50, or a budget");
    }

    private static IEnumerable<Breach> ExternalNeedsWholeRuns(SpecDraft draft)
    {
        var spec = draft.Spec;
        if (spec.Search.Kind != Samplers.External.Name && !spec.Resources.IsExternal) yield break;
        if (Schedulers.Of(spec) != Schedulers.None)
            yield return new Breach(SchedulerKeys.Kind, spec.Scheduler.Kind, "whoever trains elsewhere, or asks for points, knows whole runs only", "remove the scheduler");
        if (spec.Resources.IsExternal && spec.Pruning.HasRule)
            yield return new Breach(SweepKeys.Device, spec.Resources.Device, "rules of pruning look at reports, and other programs tell only the end", "remove them");
    }

    private static IEnumerable<Breach> RandomNeedsSpace(SpecDraft draft)
    {
        if (!IsGrid(draft.Spec) && draft.Spec.Space.IsEmpty && !draft.Places.Keys.Any(path => path.StartsWith(SpecDraft.InSpace(""), StringComparison.Ordinal)))
            yield return new Breach(SweepKeys.SearchKind, draft.Spec.Search.Kind, "nothing varies, so there is nothing to search", "add keys to `space`, or use search: { kind: grid } for one trial");
    }

    private static IEnumerable<Breach> GridNeedsValues(SpecDraft draft)
        => !IsGrid(draft.Spec)
            ? []
            : draft.Spec.Space.Where(key => Domains.Count(key.Domain) is null).Select(key => new Breach(key.Path, Domains.Text(key.Domain), $"a grid cannot go through the continuum of {key.Path}",
                key.Domain is ParameterDomain.LogUniform ? "use decades or values, or search: { kind: random, trials: 50 }" : "list values, or use search: { kind: random, trials: 50 }"));

    private static IEnumerable<Breach> LargeGridNeedsBudget(SpecDraft draft)
    {
        if (!IsGrid(draft.Spec) || HasLimit(draft.Spec.Budget) || draft.Spec.Search.Trials is not null) yield break;
        if (TrialCount.Of(draft.Spec) is { Runs: { } runs, Trials: { } trials } && runs > MostRunsWithoutBudget)
            yield return new Breach(SweepKeys.Space, $"{trials} trials", $"this grid has {trials} trials and {runs} runs; more than {MostRunsWithoutBudget} need a limit",
                "add a budget such as budget: { runs: 500 }, or search: { kind: random, trials: 100 }");
    }

    private static IEnumerable<Breach> SweepWithinSize(SpecDraft draft)
    {
        var (search, budget) = (draft.Spec.Search, draft.Spec.Budget);
        // A grid without any limit breaks the rule above.
        if ((IsGrid(draft.Spec) && search.Trials is null && !HasLimit(budget)) || TrialCount.Of(draft.Spec).Runs is not { } runs || runs <= MostRuns) yield break;
        var path = search.Trials is not null ? SweepKeys.Trials : budget.Runs is not null ? SweepKeys.BudgetRuns : SweepKeys.Space;
        yield return new Breach(path, $"{runs} runs", $"a sweep has at most {MostRuns} runs", "lower search.trials or budget.runs, or split the space over several sweeps");
    }

    private static IEnumerable<Breach> FewConditionsAtOnce(SpecDraft draft)
    {
        var space = draft.Spec.Space;
        if (space.Any(key => Domains.Count(key.Domain) is null) || GridKey.Widest(space) is not { } widest || widest.Situations <= CountedPoints.MostSituations) yield break;
        yield return new Breach(SpecDraft.InSpace(widest.Path), $"{widest.Situations} combinations", $"conditions here and below tell {widest.Situations} combinations of values apart, at most {CountedPoints.MostSituations}",
            "let a condition ask about fewer keys, or give those fewer values");
    }

    private static IEnumerable<Breach> LatinHypercubeNeedsTrials(SpecDraft draft)
    {
        if (draft.Spec.Search is { Trials: null } search && search.Kind == Samplers.LatinHypercube.Name)
            yield return new Breach(SweepKeys.SearchKind, search.Kind, "it cuts every range into as many slices as there are trials, and search.trials is not given", "add search.trials: 50, or use search: { kind: sobol }");
    }

    private static IEnumerable<Breach> EnqueuedWithinTrials(SpecDraft draft)
    {
        if (draft.Spec.Search.Trials < draft.Spec.Search.Enqueued.Length)
            yield return new Breach(SweepKeys.Trials, $"{draft.Spec.Search.Trials}", $"{draft.Spec.Search.Enqueued.Length} points are enqueued, more than there are trials", $"raise it to at least {draft.Spec.Search.Enqueued.Length}");
    }

    private static IEnumerable<Breach> DeterministicNeedsWholeRuns(SpecDraft draft)
    {
        if (draft.Spec.Search.Schedule is SearchSchedule.Deterministic && Schedulers.Of(draft.Spec) is var scheduler && scheduler != Schedulers.None && scheduler != Schedulers.Pbt)
            yield return new Breach(SweepKeys.Schedule, "deterministic", $"where {draft.Spec.Scheduler.Kind} stops runs depends on the order of their reports", "use scheduler: { kind: none } or { kind: pbt }, or the asynchronous schedule");
    }

    private static IEnumerable<Breach> WarmStartNeedsLearning(SpecDraft draft)
    {
        if (draft.Spec.Search.WarmStart is { } start && !Samplers.For(draft.Spec).Learns)
            yield return new Breach(SweepKeys.WarmStart, start.SweepId, $"a {draft.Spec.Search.Kind} search learns nothing from results", $"remove it, or use search.kind: {string.Join(" or ", Samplers.All.Where(sampler => sampler.Learns).Select(sampler => sampler.Name))}");
    }

    private static IEnumerable<Breach> ReuseNeedsWholeRuns(SpecDraft draft)
    {
        if (draft.Spec.Search.Duplicates is Duplicates.Reuse && Schedulers.Of(draft.Spec) != Schedulers.None)
            yield return new Breach(SweepKeys.OfDuplicates, "reuse", $"{draft.Spec.Scheduler.Kind} compares runs on their way, and results that are taken over have none", "use search.duplicates: avoid, or scheduler: { kind: none }");
    }

    private static IEnumerable<Breach> OneLimitOfFailures(SpecDraft draft)
    {
        var failures = draft.Spec.Failures;
        if (failures.OnFailure == OnFailure.Stop && (failures.StopAfter ?? failures.StopIfFirst) is not null)
            yield return new Breach(SweepKeys.OnAnyFailure, "stop", $"the first failed run ends the sweep, so {(failures.StopAfter is null ? SweepKeys.StopIfFirst : SweepKeys.StopAfter)} never counts", "remove on_failure, or the other limit");
    }

    private static IEnumerable<Breach> SeedsDistinct(SpecDraft draft)
        => draft.Spec.Seeds.GroupBy(seed => seed).Where(group => group.Count() > 1)
            .Select(group => new Breach(SweepKeys.Seeds, $"{group.Key}", $"the seed {group.Key} is there twice, which would run the same twice", "keep one of them"));
}
