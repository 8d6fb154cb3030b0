using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>Rules about `search.constraints`.</summary>
internal static class ConstraintRules
{
    public static ImmutableArray<SpecRule> All { get; } =
    [
        new("constraints-leave-points", $"Some point keeps all of `search.constraints`. Spaces of up to {CountedPoints.MostListed} points are gone through; of others {Proposals.RandomDraws} points are drawn.", LeavePoints),
        new("constrained-grid-is-small", $"A grid with `search.constraints` has at most {CountedPoints.MostListed} cells before they are applied.", GridIsSmall),
        new("enqueued-keeps-constraints", "Enqueued points keep `search.constraints`.", EnqueuedKeepsConstraints),
    ];

    private static IEnumerable<Breach> LeavePoints(SpecDraft draft)
    {
        var spec = draft.Spec;
        if (spec.Search.Constraints.IsEmpty) yield break;
        var given = string.Join("; ", spec.Search.Constraints.Select(ConditionRules.Text));
        if (CountedPoints.CanBeListed(spec))
        {
            if (!CountedPoints.List(spec).Any()) yield return new Breach(SweepKeys.Constraints, given, "no point of the space keeps them all", "loosen one, or widen the space");
        }
        else if (!Enumerable.Range(0, Proposals.RandomDraws).Any(number => Constraints.Hold(spec, Drawn(spec, number))))
            yield return new Breach(SweepKeys.Constraints, given, $"none of {Proposals.RandomDraws} points drawn from the space keeps them all", "loosen one, or narrow the space to where they hold");
    }

    private static ImmutableArray<AssignedValue> Drawn(SweepSpec spec, long number)
        => ((Suggestion.Point)Samplers.Random.Suggest(spec with { Search = spec.Search with { Trials = null, Enqueued = [] } }, SearchHistory.Empty, number)).Assignment;

    private static IEnumerable<Breach> GridIsSmall(SpecDraft draft)
    {
        if (draft.Spec.Search.Kind == Samplers.Grid.Name && !draft.Spec.Search.Constraints.IsEmpty && CountedPoints.AreCountable(draft.Spec) && !CountedPoints.CanBeListed(draft.Spec))
            yield return new Breach(SweepKeys.Constraints, $"{new GridCells(draft.Spec).Total} cells", $"cells of a grid are tested one by one, at most {CountedPoints.MostListed}", "use search: { kind: random, trials: 100 }, or fewer values");
    }

    private static IEnumerable<Breach> EnqueuedKeepsConstraints(SpecDraft draft)
    {
        var points = draft.Spec.Search.Enqueued;
        for (var index = 0; index < points.Length; index++)
            if (Constraints.FirstBroken(draft.Spec, points[index]) is { } broken)
                yield return new Breach(SweepKeys.Enqueue, $"{SweepKeys.Enqueue}[{index}]", $"this point breaks {ConditionRules.Text(broken)}", "correct the point, or loosen the constraint");
    }
}
