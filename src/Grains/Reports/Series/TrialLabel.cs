namespace Orchestrator.Grains.Reports.Series;

internal static class TrialLabel
{
    /// <summary>4: tsit5 · rtol 1e-3.</summary>
    public static string Of(TrialHistory history) => $"{history.Number}: {Format.Settings(history.Trial.Assignment)}";
}
