using System.Collections.Immutable;
using System.Numerics;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Rules;

/// <summary>One combination of the keys a rule is about, as it occurs in the sweep.</summary>
/// <param name="Spec">The sweep with these values as its settings.</param>
/// <param name="Assigned">Keys of the space that exist here.</param>
internal sealed record Combination(SweepSpec Spec, ImmutableArray<AssignedValue> Assigned)
{
    public bool Holds(SpaceCondition condition) => ConditionRules.Holds(condition, path => SpecKeys.Find(path)?.Get(Spec));

    /// <summary>False if a constraint excludes it. Constraints about keys that are not among these say nothing here.</summary>
    public bool IsAllowed()
        => Spec.Search.Constraints.All(constraint => ConditionRules.Keys(constraint).Any(path => Spec.Space.Any(key => key.Path == path) && !Varies(path))
            || Constraints.Holds(constraint, Spec, Assigned));

    public bool Varies(string path) => Assigned.Any(value => value.Path == path);
}

/// <summary>All combinations of a few keys that occur in some trial. Ranges are represented by their ends, so the size of the sweep does not matter.</summary>
internal static class Combinations
{
    /// <summary>Far more than methods × values of any real sweep; a bound on the time of a check.</summary>
    private const int Most = 20_000;
    private const int MostValuesOfOneKey = 1000;

    public static IEnumerable<Combination> Of(SweepSpec spec, params ImmutableArray<string> paths)
    {
        var keys = WithWhatDecides(spec, paths);
        var order = SpaceOrder.Of(spec.Space).Select(index => spec.Space[index]).Where(key => keys.Contains(key.Path)).ToImmutableArray();
        return Extend(spec, new Combination(spec, []), order, 0).Take(Most);
    }

    /// <summary>True if the condition holds in some trial.</summary>
    public static bool Occurs(SweepSpec spec, SpaceCondition condition) => Of(spec, ConditionRules.Keys(condition)).Any(each => each.Holds(condition));

    private static IEnumerable<Combination> Extend(SweepSpec spec, Combination now, ImmutableArray<SpaceKey> order, int index)
    {
        if (index == order.Length) return [now];
        var key = order[index];
        return key.When is not null && !now.Holds(key.When)
            ? Extend(spec, now, order, index + 1)
            : Representatives(key.Domain).SelectMany(value => Extend(spec, With(now, key.Path, value), order, index + 1));
    }

    private static Combination With(Combination now, string path, ParameterValue value)
        => new(SpecKeys.Find(path)!.Set(now.Spec, value), now.Assigned.Add(new AssignedValue(path, value)));

    private static IEnumerable<ParameterValue> Representatives(ParameterDomain domain) => domain switch
    {
        ParameterDomain.Uniform range => [new ParameterValue.Number(range.Low), new ParameterValue.Number(range.High)],
        ParameterDomain.LogUniform range => [new ParameterValue.Number(range.Low), new ParameterValue.Number(range.High)],
        _ when Domains.Count(domain) is { } count && count <= MostValuesOfOneKey => Enumerable.Range(0, (int)count).Select(position => Domains.At(domain, position)),
        _ => [Domains.At(domain, BigInteger.Zero), Domains.At(domain, Domains.Count(domain)!.Value - 1)],
    };

    private static HashSet<string> WithWhatDecides(SweepSpec spec, ImmutableArray<string> paths)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>(paths);
        while (open.TryPop(out var path))
            if (found.Add(path) && spec.Space.FirstOrDefault(key => key.Path == path)?.When is { } when)
                foreach (var needed in ConditionRules.Keys(when)) open.Push(needed);
        return found;
    }
}
