using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Reports;

/// <summary>The fit of a completed run as its row keeps it.</summary>
internal static class StoredFit
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Null where the run has none, or one that another version wrote: reports and pages live without it.</summary>
    public static FitCurves? Of(RunRow run)
    {
        if (run.Fit is null) return null;
        try
        {
            return JsonSerializer.Deserialize<FitCurves>(run.Fit, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
