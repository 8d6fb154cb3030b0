using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Decisions.Specs.Keys;

/// <summary>One key of the sweep file: all that the parser, the schema, the documentation and the resolved spec know of it.</summary>
/// <param name="Path">Dotted.</param>
/// <param name="Description">One sentence for documentation, schema and editors.</param>
internal sealed record SpecKey(string Path, ValueKind Kind, string Description)
{
    /// <summary>Why the default is what it is. Empty for keys that must be written.</summary>
    public string DefaultSource { get; init; } = "";
    /// <summary>What stands for the default in tables when it is not a fixed value, such as "unlimited".</summary>
    public string? DefaultText { get; init; }
    /// <summary>Must be written (where it applies).</summary>
    public bool Required { get; init; }
    /// <summary>May be written as null, meaning none.</summary>
    public bool Nullable { get; init; }
    /// <summary>May vary from trial to trial.</summary>
    public bool CanVary { get; init; }
    /// <summary>May change in the middle of a run: a number that neither the model nor the data depends on.</summary>
    public bool MayChange { get; init; }
    /// <summary>The runs it has a meaning for, in the language of conditions; null: all.</summary>
    public string? AppliesWhen { get; init; }
    public string? Example { get; init; }

    /// <summary>The value in a spec; null: none, or the spec has no such key.</summary>
    public required Func<SweepSpec, ParameterValue?> Get { get; init; }
    /// <summary>The spec with another value; null: none.</summary>
    public required Func<SweepSpec, ParameterValue?, SweepSpec> Set { get; init; }

    /// <summary>The section it stands in, empty at the top.</summary>
    public string Section => Path.Contains('.', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('.')] : "";
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>The default as the documentation prints it.</summary>
    public string Default => Required ? "required" : DefaultText ?? Get(SpecDefaults.ForKey(this)) switch { null => "none", var value => Scalar(value) };

    /// <summary>The end of a message about a value out of range.</summary>
    public string Usual => Required || Get(SpecDefaults.ForKey(this)) is not { } value ? $"such as {Example}" : $"the usual setting is {value.Display}";

    private static string Scalar(ParameterValue value) => Writing.YamlText.Of(value);
}
