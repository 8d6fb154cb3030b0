using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Dashboard.Api;

/// <summary>A trial's settings as one JSON object: dotted path to value.</summary>
internal static class Settings
{
    public static JsonObject Of(ImmutableArray<AssignedValue> assignment) =>
        new(assignment.Select(assigned => KeyValuePair.Create(assigned.Path, Node(assigned.Value))));

    private static JsonNode? Node(ParameterValue value) => value switch
    {
        ParameterValue.Number number when double.IsFinite(number.Value) => JsonValue.Create(number.Value),
        ParameterValue.Whole whole => JsonValue.Create(whole.Value),
        ParameterValue.Flag flag => JsonValue.Create(flag.Value),
        ParameterValue.List list => new JsonArray([.. list.Items.Select(Node)]),
        _ => JsonValue.Create(value.Display),
    };
}
