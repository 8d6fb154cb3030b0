using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>What was written, as a value of the key's kind.</summary>
internal static class ValueReader
{
    /// <summary>Null after adding what is wrong.</summary>
    public static ParameterValue? Read(SpecKey key, SpecNode node, SpecErrors errors)
    {
        if (node is SpecNode.Scalar { IsNull: true })
        {
            errors.Add(node.Place, key.Path, "nothing", $"{key.Path} needs a value: {key.Kind.Text}", key.Example is { } example ? $"such as {example}" : "write one, or remove the key");
            return null;
        }
        return Read(key, key.Kind, node, errors);
    }

    private static ParameterValue? Read(SpecKey key, ValueKind kind, SpecNode node, SpecErrors errors) => kind switch
    {
        ValueKind.ListOf list => List(key, list, node, errors),
        _ when node is not SpecNode.Scalar => Wrong(key, kind, node, errors, "a single value is expected here; several values to try go into `space`"),
        ValueKind.Number number => Number(key, number, (SpecNode.Scalar)node, errors),
        ValueKind.Whole whole => Whole(key, whole, (SpecNode.Scalar)node, errors),
        ValueKind.Flag flag => Flag(key, flag, (SpecNode.Scalar)node, errors),
        ValueKind.Choice choice => Choice(key, choice, (SpecNode.Scalar)node, errors),
        ValueKind.Words words => Words(key, words, (SpecNode.Scalar)node, errors),
        ValueKind.Duration duration => Duration(key, duration, (SpecNode.Scalar)node, errors),
        ValueKind.Memory memory => Memory(key, memory, (SpecNode.Scalar)node, errors),
        _ => throw new InvalidOperationException($"{key.Path} is read by its own reader."),
    };

    private static ParameterValue? Number(SpecKey key, ValueKind.Number kind, SpecNode.Scalar node, SpecErrors errors) => Scalars.Number(node) switch
    {
        null => Wrong(key, kind, node, errors, node.Plain ? "write it as 0.01 or 1e-2" : "remove the quotes"),
        { } value when !kind.Range.Contains(value) => Wrong(key, kind, node, errors, key.Usual),
        // The two zeros are one value.
        { } value => new ParameterValue.Number(value == 0 ? 0 : value),
    };

    private static ParameterValue? Whole(SpecKey key, ValueKind.Whole kind, SpecNode.Scalar node, SpecErrors errors) => Scalars.Whole(node) switch
    {
        null => Wrong(key, kind, node, errors, node.Plain ? "write digits only" : "remove the quotes"),
        { } value when value > kind.Range.High => Wrong(key, kind, node, errors, $"the largest possible is {kind.Range.High:0}"),
        { } value when !kind.Range.Contains(value) => Wrong(key, kind, node, errors, key.Usual),
        { } value => new ParameterValue.Whole(value),
    };

    private static ParameterValue? Flag(SpecKey key, ValueKind.Flag kind, SpecNode.Scalar node, SpecErrors errors)
    {
        if (Scalars.Flag(node) is { } flag) return new ParameterValue.Flag(flag);
        return Wrong(key, kind, node, errors, Scalars.FormerFlag(node) is { } meant ? $"write {(meant ? "true" : "false")}" : "write true or false, without quotes");
    }

    private static ParameterValue? Choice(SpecKey key, ValueKind.Choice kind, SpecNode.Scalar node, SpecErrors errors)
    {
        var names = kind.Names();
        return names.Contains(node.Value) ? new ParameterValue.Text(node.Value) : Wrong(key, kind, node, errors, Nearest.Fix(node.Value, names));
    }

    private static ParameterValue? Words(SpecKey key, ValueKind.Words kind, SpecNode.Scalar node, SpecErrors errors)
    {
        if (node.Value.Trim().Length == 0) return Wrong(key, kind, node, errors, "write something");
        if (node.Value.Any(char.IsControl)) return Wrong(key, kind, node, errors, "remove line ends and control characters");
        return node.Value.Length <= kind.LongestCharacters
            ? new ParameterValue.Text(node.Value)
            : Wrong(key, kind, node, errors, $"shorten it to {kind.LongestCharacters} characters");
    }

    private static ParameterValue? Duration(SpecKey key, ValueKind.Duration kind, SpecNode.Scalar node, SpecErrors errors)
        => Durations.Parse(node.Value) is { } span && span > TimeSpan.Zero
            ? new ParameterValue.Text(Durations.Format(span))
            : Wrong(key, kind, node, errors, "write a number with its unit: ms, s, m, h or d");

    private static ParameterValue? Memory(SpecKey key, ValueKind.Memory kind, SpecNode.Scalar node, SpecErrors errors)
        => ByteSizes.Parse(node.Value) is > 0 and { } bytes
            ? new ParameterValue.Text(ByteSizes.Format(bytes))
            : Wrong(key, kind, node, errors, "write a number with its unit: MB, MiB, GB or GiB");

    private static ParameterValue.List? List(SpecKey key, ValueKind.ListOf kind, SpecNode node, SpecErrors errors)
    {
        if (node is not SpecNode.Sequence sequence)
        {
            Wrong(key, kind, node, errors, $"write [{node.Given}]");
            return null;
        }
        if (sequence.Items.Length < kind.Least)
        {
            Wrong(key, kind, node, errors, $"at least {kind.Least} item is needed");
            return null;
        }
        var items = sequence.Items.Select(item => Read(key, kind.Item, item, errors)).ToImmutableArray();
        return items.Any(item => item is null) ? null : new ParameterValue.List([.. items.Select(item => item!)]);
    }

    private static ParameterValue? Wrong(SpecKey key, ValueKind kind, SpecNode node, SpecErrors errors, string fix)
    {
        errors.Add(node.Place, key.Path, node.Given, $"{key.Path} must be {kind.Text}", fix);
        return null;
    }
}
