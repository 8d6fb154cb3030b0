using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.SearchBench.Measuring;

namespace Orchestrator.SearchBench.Comparing;

/// <summary>One line of a measurement, ours or the peer's: the fields have the same names.</summary>
internal sealed record Measured(JsonObject Line)
{
    public double? Number(string field) => Line[field] is JsonValue value && value.TryGetValue(out double number) ? number : null;

    /// <summary>True if every field that is named has that text.</summary>
    public bool Has(ImmutableArray<KeyValuePair<string, string>> fields) => fields.All(field => Line[field.Key]?.ToString() == field.Value);

    /// <summary>A mean with its interval, from the line's mean, deviation and number of seeds; null: the line does not have the mean.</summary>
    public Estimate? Mean(string mean, string deviation)
        => Number(mean) is { } value ? Estimate.Of(value, Number(deviation) ?? 0, (int)(Number("seeds") ?? 1)) : null;
}

/// <summary>All lines of both sides.</summary>
internal sealed record Measurement(ImmutableArray<Measured> Ours, ImmutableArray<Measured> Peers);
