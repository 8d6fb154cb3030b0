using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>Which points of a space are allowed.</summary>
internal static class Constraints
{
    public static bool Hold(SweepSpec spec, ImmutableArray<AssignedValue> point) => FirstBroken(spec, point) is null;

    /// <summary>Null: the point keeps all of them.</summary>
    public static SpaceCondition? FirstBroken(SweepSpec spec, ImmutableArray<AssignedValue> point)
        => spec.Search.Constraints.IsEmpty ? null : spec.Search.Constraints.FirstOrDefault(constraint => !Holds(constraint, spec, point));

    /// <summary>A constraint about a key that has no value at this point holds: there is nothing that could break it.</summary>
    public static bool Holds(SpaceCondition constraint, SweepSpec spec, ImmutableArray<AssignedValue> point)
    {
        return ConditionRules.Keys(constraint).Any(path => ValueOf(path) is null) || ConditionRules.Holds(constraint, ValueOf);

        ParameterValue? ValueOf(string path)
            => point.FirstOrDefault(value => value.Path == path)?.Value ?? (spec.Space.Any(key => key.Path == path) ? null : SpecKeys.Find(path)?.Get(spec));
    }
}
