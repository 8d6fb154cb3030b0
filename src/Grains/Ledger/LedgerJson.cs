using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Ledger;

/// <summary>
/// JSON as the ledger stores it: camel case, no CLR type names, NaN and infinities as the words "NaN", "Infinity" and "-Infinity",
/// an <c>ImmutableArray</c> that was never set as an empty one. Unknown members are ignored, so an older row reads under a newer binary.
/// </summary>
internal static class LedgerJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(Plain());
        options.Converters.Add(new RunPlanJsonConverter(Plain()));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static JsonSerializerOptions Plain()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            AllowOutOfOrderMetadataProperties = true,
            IgnoreReadOnlyProperties = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new RunIdJsonConverter());
        options.Converters.Add(new ImmutableArrayJsonConverter());
        return options;
    }
}
