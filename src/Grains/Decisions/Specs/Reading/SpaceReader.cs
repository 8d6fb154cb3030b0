using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;
using Orchestrator.Grains.Decisions.Specs.Conditions;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Reading;

/// <summary>The section `space`.</summary>
internal static class SpaceReader
{
    public const string When = "when";
    public const string ListOfValues = "values";
    public const string ListInOrder = "ordered";

    /// <summary>The forms of a domain: the word, what stands after it, and an example.</summary>
    public static ImmutableArray<string> DomainNames { get; } = [ListOfValues, ListInOrder, "uniform", "log_uniform", "int", "log_int", "decades"];

    /// <summary>The ranges that give values of this kind.</summary>
    public static ImmutableArray<string> RangesOf(ValueKind kind) => kind switch
    {
        ValueKind.Number => ["uniform", "log_uniform", "decades"],
        ValueKind.Whole => ["int", "log_int"],
        _ => [],
    };

    public static ImmutableArray<SpaceKey> Read(SpecNode node, SpecErrors errors, Dictionary<string, SpecPlace> places)
    {
        if (node is SpecNode.Scalar { IsNull: true }) return [];
        if (node is not SpecNode.Mapping mapping)
        {
            errors.Add(node.Place, SweepKeys.Space, node.Given, "`space` holds keys and their domains", "such as solver.method: [dopri5, rk4]");
            return [];
        }
        var keys = ImmutableArray.CreateBuilder<SpaceKey>();
        foreach (var entry in mapping.Entries)
        {
            var path = SpecDraft.InSpace(entry.Key);
            places[path] = entry.Place;
            if (KeyFor(entry, errors) is { } key && Key(key, entry.Value, path, errors) is { } read)
                keys.Add(entry.Place.IsOverride && read.When is null ? WithOwnCondition(read, key, mapping) : read);
        }
        return Cycle(keys.ToImmutable()) is { } cycle ? Refuse(cycle, keys.ToImmutable(), places, errors) : keys.ToImmutable();
    }

    private static SpecKey? KeyFor(SpecEntry entry, SpecErrors errors)
    {
        var key = SpecKeys.Find(entry.Key);
        if (key is { CanVary: true }) return key;
        var variable = SpecKeys.All.Where(each => each.CanVary).Select(each => each.Path).ToImmutableArray();
        errors.Add(entry.Place, SpecDraft.InSpace(entry.Key), entry.Key, key is null ? $"unknown key `{entry.Key}`" : $"{entry.Key} cannot vary within a sweep",
            key is null ? Nearest.Fix(entry.Key, variable) : key.Path == SweepKeys.Seeds ? "write replicates.seeds: [..]" : "set it once, in its section");
        return null;
    }

    private static SpaceKey? Key(SpecKey key, SpecNode node, string path, SpecErrors errors)
    {
        if (node is SpecNode.Sequence values) return Values(key, values, path, errors) is { } items ? new SpaceKey(key.Path, items, null) : null;
        if (node is not SpecNode.Mapping mapping)
        {
            errors.Add(node.Place, path, node.Given, "a key of the space needs several values or a range", $"write [{node.Given}, ...], or move it to its section");
            return null;
        }
        var domain = DomainOf(key, mapping, path, errors);
        SpaceCondition? when = null;
        if (mapping.Find(When) is { } condition)
        {
            if (condition.Value is SpecNode.Scalar { IsNull: false } text) when = ConditionParser.Parse(text, path, errors);
            else errors.Add(condition.Value.Place, path, condition.Value.Given, "`when` takes a condition", "such as when: solver.adaptive");
        }
        return domain is null ? null : new SpaceKey(key.Path, domain, when);
    }

    private static ParameterDomain? DomainOf(SpecKey key, SpecNode.Mapping mapping, string path, SpecErrors errors)
    {
        foreach (var unknown in mapping.Entries.Where(entry => entry.Key is not (When or StepReader.Step) && !DomainNames.Contains(entry.Key)))
            errors.Add(unknown.Place, path, unknown.Key, $"unknown domain `{unknown.Key}`", Nearest.Fix(unknown.Key, [.. DomainNames, StepReader.Step, When]));
        var named = mapping.Entries.Where(entry => DomainNames.Contains(entry.Key)).ToImmutableArray();
        if (named.Length == 1)
        {
            var domain = named[0].Key switch
            {
                ListOfValues => ValuesOf(key, named[0], path, errors),
                ListInOrder => ValuesOf(key, named[0], path, errors) is { } values ? new ParameterDomain.Ordered(values.Items) : null,
                _ => Range(key, named[0], path, errors),
            };
            return domain is not null && mapping.Find(StepReader.Step) is { } step ? StepReader.Apply(domain, step, path, errors) : domain;
        }
        if (named.Length > 1 || mapping.Entries.All(entry => entry.Key is When or StepReader.Step))
            errors.Add(mapping.Place, path, mapping.Given, "a key of the space has exactly one domain", $"one of {string.Join(", ", DomainNames)}");
        return null;
    }

    private static ParameterDomain.Values? ValuesOf(SpecKey key, SpecEntry entry, string path, SpecErrors errors)
    {
        var node = entry.Value;
        if (node is SpecNode.Sequence items) return Values(key, items, path, errors);
        errors.Add(node.Place, path, node.Given, $"`{entry.Key}` takes a list", $"write [{node.Given}]");
        return null;
    }

    private static ParameterDomain.Values? Values(SpecKey key, SpecNode.Sequence items, string path, SpecErrors errors)
    {
        if (items.Items.IsEmpty) errors.Add(items.Place, path, "[]", "a domain needs at least one value", "add one, or remove the key");
        if (key.Kind is ValueKind.ListOf && items.Items.Any(item => item is SpecNode.Scalar))
        {
            errors.Add(items.Place, path, items.Given, $"{key.Path} is a list, so its values are lists", $"write [{items.Given}]");
            return null;
        }
        var values = items.Items.Select(item => new { Node = item, Value = ValueReader.Read(key, item, errors) }).Where(read => read.Value is not null).ToImmutableArray();
        foreach (var twice in values.GroupBy(read => read.Value).Where(group => group.Count() > 1))
            errors.Add(twice.Last().Node.Place, path, twice.Last().Node.Given, "the value is there twice", "keep one of them");
        return values.Length == items.Items.Length && values.Length > 0 ? new ParameterDomain.Values([.. values.Select(read => read.Value!)]) : null;
    }

    private static ParameterDomain? Range(SpecKey key, SpecEntry entry, string path, SpecErrors errors)
    {
        if (!RangesOf(key.Kind).Contains(entry.Key))
        {
            errors.Add(entry.Place, path, entry.Key, $"{key.Path} is {key.Kind.Text}, which `{entry.Key}` does not give", $"use {string.Join(", ", [.. RangesOf(key.Kind), ListOfValues])}");
            return null;
        }
        if (entry.Value is not SpecNode.Sequence { Items: [var first, var second] })
        {
            errors.Add(entry.Value.Place, path, entry.Value.Given, $"`{entry.Key}` takes the two ends of a range", $"write {entry.Key}: [low, high]");
            return null;
        }
        var log = entry.Key.StartsWith("log", StringComparison.Ordinal) || entry.Key == "decades";
        if (log && first is SpecNode.Scalar lowest && Scalars.Number(lowest) is <= 0)
        {
            errors.Add(first.Place, path, first.Given, $"`{entry.Key}` needs a lower end > 0", "a logarithmic range cannot start at zero");
            return null;
        }
        var ends = new[] { ValueReader.Read(key, first, errors), ValueReader.Read(key, second, errors) };
        if (ends[0] is not { } low || ends[1] is not { } high) return null;
        if (Size(low) >= Size(high) && !(low.Equals(high) && entry.Key is "int" or "decades"))
        {
            errors.Add(entry.Value.Place, path, entry.Value.Given, "the lower end must be below the upper", Size(low) > Size(high) ? $"write [{second.Given}, {first.Given}]" : "a single value belongs into its section");
            return null;
        }
        return entry.Key switch
        {
            "uniform" => new ParameterDomain.Uniform(low.Number(), high.Number()),
            "log_uniform" => new ParameterDomain.LogUniform(low.Number(), high.Number()),
            "int" => new ParameterDomain.WholeNumbers(low.Whole(), high.Whole()),
            "log_int" => new ParameterDomain.LogWholeNumbers(low.Whole(), high.Whole()),
            _ => Decades(low, high, entry, path, errors),
        };
    }

    private static ParameterDomain.Decades? Decades(ParameterValue low, ParameterValue high, SpecEntry entry, string path, SpecErrors errors)
    {
        if (Exponent(low) is { } lowest && Exponent(high) is { } highest) return new ParameterDomain.Decades(lowest, highest);
        errors.Add(entry.Value.Place, path, entry.Value.Given, "both ends of `decades` must be powers of ten", "such as decades: [1e-8, 1e-2]");
        return null;
    }

    private static int? Exponent(ParameterValue value)
    {
        var exponent = (int)Math.Round(Math.Log10(value.Number()));
        return Domains.PowerOfTen(exponent).Equals(value) ? exponent : null;
    }

    private static double Size(ParameterValue value) => value is ParameterValue.Whole whole ? whole.Value : value.Number();

    /// <summary>A comma list on the command line has no place for a condition; the key's own says where it has a meaning.</summary>
    private static SpaceKey WithOwnCondition(SpaceKey read, SpecKey key, SpecNode.Mapping space)
    {
        if (key.AppliesWhen is null) return read;
        var own = ConditionParser.Parse(key.AppliesWhen);
        return ConditionRules.Keys(own).Any(path => space.Find(path) is not null) ? read with { When = own } : read;
    }

    private static ImmutableArray<string>? Cycle(ImmutableArray<SpaceKey> space) => SpaceOrder.Cycle(space);

    private static ImmutableArray<SpaceKey> Refuse(ImmutableArray<string> cycle, ImmutableArray<SpaceKey> space, Dictionary<string, SpecPlace> places, SpecErrors errors)
    {
        var path = SpecDraft.InSpace(cycle[0]);
        errors.Add(places[path], path, string.Join(" → ", cycle.Add(cycle[0])), "these keys depend on each other in a circle", "remove one of the conditions");
        return [.. space.Select(key => cycle.Contains(key.Path) ? key with { When = null } : key)];
    }
}
