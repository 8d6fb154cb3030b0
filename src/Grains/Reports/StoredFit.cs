using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Reports;

/// <summary>The fit of a run as its row keeps it, and as its messages carry it.</summary>
internal static class StoredFit
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Text(FitCurves fit) => JsonSerializer.Serialize(fit, Written);

    /// <summary>Null where there is none, or one that another version wrote: reports and pages live without it.</summary>
    public static FitCurves? Of(string? text)
    {
        if (text is null) return null;
        try
        {
            return JsonSerializer.Deserialize<FitCurves>(text, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
