using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Writing;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Conditions;

/// <summary>What conditions mean.</summary>
internal static class ConditionRules
{
    /// <param name="valueOf">The value a key has at a point: the assigned one, else the fixed setting; null: none.</param>
    public static bool Holds(SpaceCondition condition, Func<string, ParameterValue?> valueOf) => condition switch
    {
        SpaceCondition.EqualTo equal => Equals(valueOf(equal.Path), equal.Value),
        SpaceCondition.OneOf one => valueOf(one.Path) is { } value && one.Values.Contains(value),
        SpaceCondition.Capability named => Capabilities.Find(named.Name) is { } capability && capability.Has(valueOf(capability.Key)),
        SpaceCondition.Compare compare => Terms.Holds(compare, valueOf),
        SpaceCondition.Not not => !Holds(not.Inner, valueOf),
        SpaceCondition.Both both => Holds(both.Left, valueOf) && Holds(both.Right, valueOf),
        SpaceCondition.Either either => Holds(either.Left, valueOf) || Holds(either.Right, valueOf),
        _ => throw new InvalidOperationException($"{condition.GetType()} has no meaning."),
    };

    /// <summary>Keys whose values decide.</summary>
    public static ImmutableArray<string> Keys(SpaceCondition condition) => [.. AllKeys(condition).Distinct()];

    /// <summary>The values that it compares this key with.</summary>
    public static IEnumerable<ParameterValue> Mentioned(SpaceCondition condition, string path) => condition switch
    {
        SpaceCondition.EqualTo equal when equal.Path == path => [equal.Value],
        SpaceCondition.OneOf one when one.Path == path => one.Values,
        SpaceCondition.Not not => Mentioned(not.Inner, path),
        SpaceCondition.Both both => Mentioned(both.Left, path).Concat(Mentioned(both.Right, path)),
        SpaceCondition.Either either => Mentioned(either.Left, path).Concat(Mentioned(either.Right, path)),
        _ => [],
    };

    /// <summary>As a person would write it; reads back as the same.</summary>
    public static string Text(SpaceCondition condition) => condition switch
    {
        SpaceCondition.EqualTo equal => $"{equal.Path} == {YamlText.Of(equal.Value)}",
        SpaceCondition.OneOf one => $"{one.Path} in [{string.Join(", ", one.Values.Select(YamlText.Of))}]",
        SpaceCondition.Capability named => named.Name,
        SpaceCondition.Compare compare => Terms.Text(compare),
        SpaceCondition.Not { Inner: SpaceCondition.EqualTo equal } => $"{equal.Path} != {YamlText.Of(equal.Value)}",
        SpaceCondition.Not { Inner: SpaceCondition.Both or SpaceCondition.Either } not => $"not ({Text(not.Inner)})",
        SpaceCondition.Not not => $"not {Text(not.Inner)}",
        SpaceCondition.Both both => $"{InsideAnd(both.Left)} and {(both.Right is SpaceCondition.Both ? $"({Text(both.Right)})" : InsideAnd(both.Right))}",
        SpaceCondition.Either either => $"{Text(either.Left)} or {(either.Right is SpaceCondition.Either ? $"({Text(either.Right)})" : Text(either.Right))}",
        _ => throw new InvalidOperationException($"{condition.GetType()} has no text."),
    };

    private static string InsideAnd(SpaceCondition condition) => condition is SpaceCondition.Either ? $"({Text(condition)})" : Text(condition);

    private static IEnumerable<string> AllKeys(SpaceCondition condition) => condition switch
    {
        SpaceCondition.EqualTo equal => [equal.Path],
        SpaceCondition.OneOf one => [one.Path],
        SpaceCondition.Capability named => Capabilities.Find(named.Name) is { } capability ? [capability.Key] : [],
        SpaceCondition.Compare compare => Terms.Keys(compare),
        SpaceCondition.Not not => AllKeys(not.Inner),
        SpaceCondition.Both both => AllKeys(both.Left).Concat(AllKeys(both.Right)),
        SpaceCondition.Either either => AllKeys(either.Left).Concat(AllKeys(either.Right)),
        _ => [],
    };
}
