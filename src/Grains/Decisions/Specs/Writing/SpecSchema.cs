using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Decisions.Specs.Keys;
using Orchestrator.Grains.Decisions.Specs.Reading;
using Orchestrator.Grains.Reports;

namespace Orchestrator.Grains.Decisions.Specs.Writing;

/// <summary>The JSON Schema (draft 2020-12) of sweep files, for editors. What needs several keys at once is left to <c>validate</c>.</summary>
internal static class SpecSchema
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json()
    {
        var root = Section("");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "Orchestrator sweep file");
        return root.ToJsonString(_readable);
    }

    private static JsonObject Section(string section)
    {
        var properties = new JsonObject();
        foreach (var name in SpecKeys.NamesIn(section))
        {
            var path = section.Length == 0 ? name : $"{section}.{name}";
            properties[name] = SpecKeys.Find(path) is { } key ? Described(key) : Section(path);
        }
        var required = SpecKeys.All.Where(key => key is { Required: true, AppliesWhen: null } && (key.Section == section || key.Section.StartsWith(section.Length == 0 ? "" : section + ".", StringComparison.Ordinal)))
            .Select(key => section.Length == 0 ? key.Path.Split('.')[0] : key.Path[(section.Length + 1)..].Split('.')[0]).Distinct();
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Any()) schema["required"] = Array(required);
        return schema;
    }

    private static JsonObject Described(SpecKey key)
    {
        var schema = Of(key.Kind);
        schema["description"] = $"{key.Description} Default: {key.Default}.";
        if (key.Nullable && schema["type"] is { } type) schema["type"] = new JsonArray(type.DeepClone(), "null");
        return schema;
    }

    private static JsonObject Of(ValueKind kind) => kind switch
    {
        ValueKind.Number number => WithRange("number", number.Range),
        ValueKind.Whole whole => WithRange("integer", whole.Range),
        ValueKind.Flag => new JsonObject { ["type"] = "boolean" },
        ValueKind.Choice choice => new JsonObject { ["enum"] = Array(choice.Names()) },
        ValueKind.Words words => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = words.LongestCharacters },
        ValueKind.Duration => new JsonObject { ["type"] = "string", ["pattern"] = @"^([0-9]+(\.[0-9]+)?(ms|[dhms]))+$" },
        ValueKind.Memory => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+(\\.[0-9]+)? ?([kMGT]B|[KMGT]iB|B)?$" },
        ValueKind.ListOf list => new JsonObject { ["type"] = "array", ["items"] = Of(list.Item), ["minItems"] = list.Least },
        ValueKind.Structure structure => Of(structure.Form),
        _ => throw new InvalidOperationException($"{kind} has no schema."),
    };

    private static JsonObject Of(StructureForm form) => form switch
    {
        StructureForm.Space => Keyed(key => Domain(key)),
        StructureForm.Points => new JsonObject { ["type"] = "array", ["items"] = Keyed(key => Of(key.Kind)) },
        StructureForm.Constraints => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        StructureForm.Objectives => new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = false,
                ["required"] = Array(["metric"]),
                ["properties"] = new JsonObject
                {
                    ["metric"] = new JsonObject { ["enum"] = Array(Metrics.All.Select(metric => metric.Name)) },
                    ["goal"] = new JsonObject { ["enum"] = Array(StructureReader.Goals) },
                },
            },
        },
        _ => new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(SpecNames.Retryable.Select(cause => KeyValuePair.Create<string, JsonNode?>(SpecNames.Of(cause), new JsonObject { ["type"] = "integer", ["minimum"] = 0 }))),
        },
    };

    private static JsonObject Keyed(Func<SpecKey, JsonObject> value) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(SpecKeys.All.Where(key => key.CanVary).Select(key => KeyValuePair.Create<string, JsonNode?>(key.Path, value(key)))),
    };

    private static JsonObject Domain(SpecKey key)
    {
        var values = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Of(key.Kind) };
        var properties = new JsonObject { [SpaceReader.ListOfValues] = values, [SpaceReader.ListInOrder] = values.DeepClone(), [SpaceReader.When] = new JsonObject { ["type"] = "string" } };
        foreach (var range in SpaceReader.RangesOf(key.Kind))
            properties[range] = new JsonObject { ["type"] = "array", ["items"] = Of(key.Kind), ["minItems"] = 2, ["maxItems"] = 2 };
        if (!SpaceReader.RangesOf(key.Kind).IsEmpty) properties[StepReader.Step] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 };
        return new JsonObject
        {
            ["description"] = key.Description,
            ["anyOf"] = new JsonArray(values.DeepClone(), new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties }),
        };
    }

    private static JsonObject WithRange(string type, NumberRange range)
    {
        var schema = new JsonObject { ["type"] = type };
        if (double.IsFinite(range.Low)) schema[range.LowExcluded ? "exclusiveMinimum" : "minimum"] = range.Low;
        if (double.IsFinite(range.High)) schema[range.HighExcluded ? "exclusiveMaximum" : "maximum"] = range.High;
        return schema;
    }

    private static JsonArray Array(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
