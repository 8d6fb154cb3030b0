using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Client.CommandLine;

namespace Orchestrator.Client.Output;

/// <summary>
/// The dialect of all JSON output: strict JSON, snake_case, not-a-number and infinities as the strings "NaN", "Infinity", "-Infinity", no value as null.
/// </summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Compact = Create(indented: false);
    public static readonly JsonSerializerOptions Indented = Create(indented: true);

    /// <summary>One document, then a line break.</summary>
    public static async Task WriteAsync<T>(TextWriter writer, T document)
    {
        await writer.WriteLineAsync(JsonSerializer.Serialize(document, Indented));
        await writer.FlushAsync();
    }

    /// <summary>One document on one line, for programs that read line by line.</summary>
    public static async Task WriteLineAsync<T>(TextWriter writer, T document)
    {
        await writer.WriteLineAsync(JsonSerializer.Serialize(document, Compact));
        await writer.FlushAsync();
    }

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // Names come back as the person wrote them; nothing here is embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutDiscriminator } },
        Converters = { new ParameterValueConverter(), new CauseConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Stored settings carry their kind; in results the value says it itself.</summary>
    private static void WithoutDiscriminator(JsonTypeInfo type)
    {
        if (type.Type == typeof(ParameterValue))
            type.PolymorphismOptions = null;
    }

    /// <summary>Settings as plain JSON values: 1e-5, "dopri5", true, [32,32].</summary>
    private sealed class ParameterValueConverter : JsonConverter<ParameterValue>
    {
        public override bool CanConvert(Type type) => type.IsAssignableTo(typeof(ParameterValue));

        public override ParameterValue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("Results are written, never read back.");

        public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options)
        {
            switch (value)
            {
                case ParameterValue.Number number:
                    JsonSerializer.Serialize(writer, number.Value, options);
                    break;
                case ParameterValue.Whole whole:
                    writer.WriteNumberValue(whole.Value);
                    break;
                case ParameterValue.Flag flag:
                    writer.WriteBooleanValue(flag.Value);
                    break;
                case ParameterValue.List list:
                    JsonSerializer.Serialize(writer, list.Items, options);
                    break;
                default:
                    writer.WriteStringValue(value.Display);
                    break;
            }
        }
    }

    /// <summary>Failure causes under the names used everywhere else: max-steps, as value and as key.</summary>
    private sealed class CauseConverter : JsonConverter<FailureCause>
    {
        public override FailureCause Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Choices.Cause("cause", reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, FailureCause value, JsonSerializerOptions options) => writer.WriteStringValue(Choices.CauseName(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, FailureCause value, JsonSerializerOptions options) => writer.WritePropertyName(Choices.CauseName(value));
    }
}
