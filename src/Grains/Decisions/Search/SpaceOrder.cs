using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Search;

/// <summary>The order in which keys can be decided: each after those its condition asks about, otherwise as in the file.</summary>
internal static class SpaceOrder
{
    /// <summary>Indices into the space.</summary>
    /// <exception cref="ArgumentException">The conditions form a circle; specs are checked against that.</exception>
    public static ImmutableArray<int> Of(ImmutableArray<SpaceKey> space)
    {
        var order = ImmutableArray.CreateBuilder<int>(space.Length);
        var decided = new HashSet<string>();
        while (order.Count < space.Length)
        {
            var next = Enumerable.Range(0, space.Length).FirstOrDefault(index => !decided.Contains(space[index].Path) && Needs(space, space[index]).All(decided.Contains), -1);
            if (next < 0) throw new ArgumentException($"Conditions form a circle: {string.Join(" → ", Cycle(space)!.Value)}.");
            decided.Add(space[next].Path);
            order.Add(next);
        }
        return order.ToImmutable();
    }

    /// <summary>Keys that depend on each other in a circle, or null.</summary>
    public static ImmutableArray<string>? Cycle(ImmutableArray<SpaceKey> space)
    {
        foreach (var start in space)
        {
            var path = new List<string>();
            if (Reaches(space, start, start.Path, path)) return [.. path];
        }
        return null;
    }

    private static bool Reaches(ImmutableArray<SpaceKey> space, SpaceKey from, string target, List<string> path)
    {
        path.Add(from.Path);
        foreach (var needed in Needs(space, from))
        {
            if (needed == target) return true;
            if (!path.Contains(needed) && Reaches(space, space.First(key => key.Path == needed), target, path)) return true;
        }
        path.RemoveAt(path.Count - 1);
        return false;
    }

    private static IEnumerable<string> Needs(ImmutableArray<SpaceKey> space, SpaceKey key)
        => key.When is null ? [] : ConditionRules.Keys(key.When).Where(path => space.Any(other => other.Path == path));
}
