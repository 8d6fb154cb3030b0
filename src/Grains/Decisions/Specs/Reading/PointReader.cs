using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>search.enqueue: points given by hand. Nothing in them is completed or replaced.</summary>
internal static class PointReader
{
    public static ImmutableArray<ImmutableArray<AssignedValue>> Read(SpecNode node, SweepSpec spec, SpecErrors errors)
    {
        if (node is SpecNode.Scalar { IsNull: true }) return [];
        if (node is not SpecNode.Sequence list)
        {
            errors.Add(node.Place, SweepKeys.Enqueue, node.Given, "`enqueue` is a list of points", "write [ { solver.method: rk4 } ]");
            return [];
        }
        var points = ImmutableArray.CreateBuilder<ImmutableArray<AssignedValue>>();
        for (var index = 0; index < list.Items.Length; index++)
        {
            var path = $"{SweepKeys.Enqueue}[{index}]";
            if (Point(list.Items[index], path, spec, errors) is not { } point) continue;
            if (points.Any(other => other.SequenceEqual(point)))
                errors.Add(list.Items[index].Place, path, list.Items[index].Given, "this point is there twice", "remove one; for several seeds use replicates.seeds");
            else points.Add(point);
        }
        return points.ToImmutable();
    }

    /// <summary>One point from texts "key=value", as a program asks for it; null: there are errors.</summary>
    public static ImmutableArray<AssignedValue>? ReadPairs(ImmutableArray<string> pairs, SweepSpec spec, SpecErrors errors)
    {
        var entries = ImmutableArray.CreateBuilder<SpecEntry>();
        foreach (var pair in pairs)
        {
            var parts = pair.Split('=', 2);
            if (parts.Length < 2 || parts[0].Length == 0 || entries.Any(entry => entry.Key == parts[0]))
                errors.Add(SpecPlace.Nowhere, "", pair, "a point is key=value for each of its keys, once", "such as solver.method=rk4");
            else if (OverrideReader.Value(parts[1], parts[0], errors) is { } value)
                entries.Add(new SpecEntry(parts[0], SpecPlace.Nowhere, value));
        }
        return errors.Any ? null : Point(new SpecNode.Mapping(SpecPlace.Nowhere, entries.ToImmutable()), "point", spec, errors);
    }

    private static ImmutableArray<AssignedValue>? Point(SpecNode node, string path, SweepSpec spec, SpecErrors errors)
    {
        if (node is not SpecNode.Mapping mapping)
        {
            errors.Add(node.Place, path, node.Given, "a point is a mapping of keys of the space", "write { solver.method: rk4 }");
            return null;
        }
        var before = errors.Count;
        var values = new Dictionary<string, ParameterValue>();
        foreach (var entry in mapping.Entries)
            if (Value(entry, path, spec, errors) is { } value) values[entry.Key] = value;
        // What else is wrong with the point would only repeat that.
        return errors.Count == before ? Complete(mapping, values, path, spec, errors) : null;
    }

    private static ParameterValue? Value(SpecEntry entry, string path, SweepSpec spec, SpecErrors errors)
    {
        var where = $"{path}.{entry.Key}";
        if (spec.Space.FirstOrDefault(key => key.Path == entry.Key) is not { } varied)
        {
            errors.Add(entry.Place, where, entry.Key, $"`{entry.Key}` is not a key of the space", spec.Space.IsEmpty ? "add it to `space`" : Nearest.Fix(entry.Key, [.. spec.Space.Select(key => key.Path)]));
            return null;
        }
        if (ValueReader.Read(SpecKeys.Find(entry.Key)!, entry.Value, errors) is not { } value) return null;
        if (Domains.Contains(varied.Domain, value)) return value;
        errors.Add(entry.Value.Place, where, entry.Value.Given, $"{entry.Key} must be {Domains.Text(varied.Domain)}", "choose one of these, or add the value to `space`");
        return null;
    }

    private static ImmutableArray<AssignedValue>? Complete(SpecNode.Mapping point, Dictionary<string, ParameterValue> values, string path, SweepSpec spec, SpecErrors errors)
    {
        var active = new ActiveKeys(spec);
        var complete = true;
        foreach (var index in SpaceOrder.Of(spec.Space))
        {
            var key = spec.Space[index];
            var exists = active.Exists(key);
            if (exists && values.TryGetValue(key.Path, out var value)) active.Assign(key.Path, value);
            else if (exists || values.ContainsKey(key.Path)) complete = Refuse(key, exists, point, path, errors);
        }
        return complete ? active.Assignment() : null;
    }

    private static bool Refuse(SpaceKey key, bool missing, SpecNode.Mapping point, string path, SpecErrors errors)
    {
        if (missing) errors.Add(point.Place, $"{path}.{key.Path}", point.Given, $"the point lacks {key.Path}", $"add {key.Path}: {Domains.Text(key.Domain)}");
        else
        {
            var entry = point.Find(key.Path)!;
            errors.Add(entry.Place, $"{path}.{key.Path}", entry.Value.Given, $"{key.Path} exists only when {ConditionRules.Text(key.When!)}, which does not hold at this point", $"remove {key.Path} from the point");
        }
        return false;
    }
}
