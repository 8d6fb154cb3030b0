using System.Collections.Immutable;
using Orchestrator.Client.Listings;
using Orchestrator.Client.Output;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Client.Results;

/// <summary>The CSV form of a comparison: one row per pair of sides and metric, then the same setting by setting.</summary>
internal static class ContrastColumns
{
    public static ImmutableArray<Column<ArmContrast>> Of(SideBySide result) =>
    [
        new("a", row => Name(result.Arms[row.A])),
        new("b", row => Name(result.Arms[row.B])),
        new("metric", row => row.Metric),
        new("settings", row => SettingText.Of(row.Settings)),
        new("averaged", row => row.Averaged),
        new("seeds", row => row.Contrast.Seeds),
        .. Spread("difference", row => row.Contrast.Difference),
        .. Spread("percent", row => row.Contrast.Percent),
        new("p_value", row => row.Contrast.PValue),
        new("adjusted_p_value", row => row.Contrast.AdjustedPValue),
        new("effect", row => row.Contrast.Effect),
        new("verdict", row => row.Contrast.Verdict),
        new("seeds_needed", row => row.Contrast.SeedsNeeded),
    ];

    private static string Name(ArmSummary arm) => arm.Trial is null ? arm.SweepId : $"{arm.SweepId}/{arm.Trial}";

    private static IEnumerable<Column<ArmContrast>> Spread(string name, Func<ArmContrast, Estimate> read) =>
    [
        new($"{name}_mean", row => read(row) is { Count: > 0 } estimate ? estimate.Mean : null),
        new($"{name}_low", row => read(row) is { Count: > 1 } estimate ? estimate.Low : null),
        new($"{name}_high", row => read(row) is { Count: > 1 } estimate ? estimate.High : null),
    ];
}
