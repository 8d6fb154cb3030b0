using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Ledger;

/// <summary>A run id as its text form, also where it is the key of a map.</summary>
internal sealed class RunIdJsonConverter : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(ref reader);

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override RunId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());

    private static RunId Parse(ref Utf8JsonReader reader) => RunId.Parse(reader.GetString() ?? throw new JsonException("A run id is a text, not null."));
}
