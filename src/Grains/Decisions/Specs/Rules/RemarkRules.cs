using System.Collections.Immutable;
using System.Numerics;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>What is allowed but probably not meant.</summary>
internal static class RemarkRules
{
    public static ImmutableArray<SpecRule> All { get; } =
    [
        new("setting-without-effect", "A fixed setting that no trial uses is remarked on.", SettingWithoutEffect),
        new("grid-cut-short", "A grid that `search.trials` or `budget.runs` cuts short is remarked on: its table has holes.", GridCutShort),
        new("sobol-uneven", "A `sobol` search whose own trials are not a power of two is remarked on: it covers the space less evenly.", SobolUneven),
        new("more-trials-than-points", "More `search.trials` than the space has points are remarked on, unless `search.duplicates` is `repeat` or `reuse`.", MoreTrialsThanPoints),
    ];

    private static IEnumerable<Breach> SettingWithoutEffect(SpecDraft draft)
    {
        foreach (var key in SpecKeys.All.Where(key => key.AppliesWhen is not null && draft.PlaceOf(key.Path).IsWritten && !draft.Varies(key.Path)))
            if (key.Get(draft.Spec) is { } value && !Combinations.Occurs(draft.Spec, ConditionParser.Parse(key.AppliesWhen!)))
                yield return new Breach(key.Path, value.Display, $"no trial uses it, because it has a meaning only when {key.AppliesWhen}", "it changes nothing");
    }

    private static IEnumerable<Breach> GridCutShort(SpecDraft draft)
    {
        if (draft.Spec.Search.Kind != Samplers.Grid.Name || CountedPoints.Count(draft.Spec) is not { } cells) yield break;
        if (draft.Spec.Search.Trials < cells)
            yield return new Breach(SweepKeys.Trials, $"{draft.Spec.Search.Trials}", $"the grid has {cells} cells", "the table will have holes");
        else if (draft.Spec.Budget.Runs < cells * draft.Spec.Seeds.Length)
            yield return new Breach(SweepKeys.BudgetRuns, $"{draft.Spec.Budget.Runs}", $"the grid has {cells * draft.Spec.Seeds.Length} runs", "the table will have holes");
    }

    private static IEnumerable<Breach> SobolUneven(SpecDraft draft)
    {
        if (draft.Spec.Search.Kind != Samplers.Sobol.Name || draft.Spec.Search.Trials is not { } trials || draft.Spec.Space.IsEmpty) yield break;
        var own = trials - draft.Spec.Search.Enqueued.Length;
        if (own > 0 && !BitOperations.IsPow2(own))
            yield return new Breach(SweepKeys.Trials, $"{trials}", "a Sobol' sequence covers a space most evenly with a power of two of points", $"{own} are not one; {BitOperations.RoundUpToPowerOf2((ulong)own)} would be the next");
    }

    private static IEnumerable<Breach> MoreTrialsThanPoints(SpecDraft draft)
    {
        var search = draft.Spec.Search;
        if (search.Kind != Samplers.Grid.Name && search.Duplicates is Duplicates.Avoid && CountedPoints.Count(draft.Spec) is { } points && search.Trials > points)
            yield return new Breach(SweepKeys.Trials, $"{search.Trials}", $"the space has {points} points", "the search ends when each has been tried");
    }
}
