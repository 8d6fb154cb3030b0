using System.Collections.Immutable;
using System.Numerics;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>A run of neighbouring values of a domain between which no condition distinguishes.</summary>
/// <param name="Sample">One of them.</param>
internal sealed record GridSegment(BigInteger Start, BigInteger Length, ParameterValue Sample);

/// <summary>Cases that are told apart at a key: its own segments, for every combination of the earlier values that still matter.</summary>
internal sealed record GridSituations(string Path, BigInteger Situations);

/// <summary>One key of a grid.</summary>
/// <param name="AskedAbout">Keys decided earlier whose values this or a later key's condition asks about.</param>
internal sealed record GridKey(SpaceKey Key, ImmutableArray<string> AskedAbout, ImmutableArray<GridSegment> Segments)
{
    public string Path => Key.Path;

    /// <summary>In the order of deciding.</summary>
    public static ImmutableArray<GridKey> InOrder(ImmutableArray<SpaceKey> space)
    {
        var ordered = SpaceOrder.Of(space).Select(index => space[index]).ToImmutableArray();
        return [.. ordered.Select((key, index) => new GridKey(key, AskedAboutFrom(ordered, index), SegmentsOf(key, ordered)))];
    }

    /// <summary>The key at which counting has the most cases to tell apart; null: no key has a condition. All domains are countable.</summary>
    public static GridSituations? Widest(ImmutableArray<SpaceKey> space)
    {
        if (space.All(key => key.When is null)) return null;
        var keys = InOrder(space);
        var values = keys.ToDictionary(key => key.Path, key => (BigInteger)key.Segments.Length);
        return keys.Select(key => new GridSituations(key.Path, key.AskedAbout.Aggregate(values[key.Path], (product, path) => product * values[path]))).MaxBy(each => each.Situations);
    }

    private static ImmutableArray<string> AskedAboutFrom(ImmutableArray<SpaceKey> ordered, int index)
    {
        var asked = ordered[index..].Where(key => key.When is not null).SelectMany(key => ConditionRules.Keys(key.When!)).ToHashSet();
        return [.. ordered[..index].Select(key => key.Path).Where(asked.Contains)];
    }

    private static ImmutableArray<GridSegment> SegmentsOf(SpaceKey key, ImmutableArray<SpaceKey> ordered)
    {
        var count = Domains.Count(key.Domain) ?? throw new ArgumentException($"{key.Path} is continuous; a grid needs countable domains.");
        var conditions = ordered.Where(other => other.When is not null && ConditionRules.Keys(other.When).Contains(key.Path)).Select(other => other.When!).ToImmutableArray();
        if (conditions.IsEmpty) return [Segment(key, 0, count)];
        // A capability may tell any two values of a list apart, and lists are short.
        if (key.Domain is ParameterDomain.Values values) return [.. Enumerable.Range(0, values.Items.Length).Select(position => Segment(key, position, 1))];
        var cuts = conditions.SelectMany(condition => ConditionRules.Mentioned(condition, key.Path))
            .Select(value => Domains.PositionOf(key.Domain, value)).Where(position => position is not null)
            .SelectMany(position => new[] { position!.Value, position.Value + 1 })
            .Append(0).Append(count).Where(cut => cut <= count).Distinct().Order().ToImmutableArray();
        return [.. cuts[..^1].Zip(cuts[1..], (start, end) => Segment(key, start, end - start))];
    }

    private static GridSegment Segment(SpaceKey key, BigInteger start, BigInteger length) => new(start, length, Domains.At(key.Domain, start));
}
