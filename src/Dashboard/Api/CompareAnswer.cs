using System.Text.Json.Nodes;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Dashboard.Api;

/// <summary>Trials or sweeps side by side.</summary>
/// <param name="Settings">Those that are not the same everywhere: dotted path to one label per side, null where the key has no meaning.</param>
/// <param name="Differences">Every two sides in every metric; p values are corrected (Holm) over the pairs.</param>
/// <param name="BySetting">Of whole sweeps the same setting by setting.</param>
internal sealed record CompareAnswer(
    CompareSide[] Sides, ComparedMetric[] Metrics, Dictionary<string, string?[]> Settings, CompareDifference[] Differences, CompareDifference[] BySetting, string[] Reading, string[] Notes)
{
    public static CompareAnswer Of(SideBySide result) => new(
        [.. result.Arms.Select(arm => CompareSide.Of(arm))],
        [.. result.Metrics.Select(metric => new ComparedMetric(metric.Metric, metric.Goal))],
        result.Settings.ToDictionary(setting => setting.Path, setting => setting.Values.ToArray()),
        [.. result.Contrasts.Select(CompareDifference.Of)], [.. result.BySetting.Select(CompareDifference.Of)], [.. result.Reading], [.. result.Notes]);
}

internal sealed record ComparedMetric(string Metric, Goal Goal);

/// <param name="Trial">Null: the whole sweep.</param>
/// <param name="Leading">The trial stands for its sweep, which was named as a whole.</param>
/// <param name="Values">One per metric: mean over seeds with its 95 % interval; empty for a whole sweep.</param>
internal sealed record CompareSide(
    string Label, string Sweep, string Name, int? Trial, bool Leading, JsonObject Settings, int Completed, int Failed, ulong[] Seeds, MeanValue[] Values)
{
    public static CompareSide Of(ArmSummary arm) => new(
        arm.Label, arm.SweepId, arm.SweepName, arm.Trial, arm.Stands, Api.Settings.Of(arm.Assignment), arm.Completed, arm.Failed, [.. arm.Seeds], [.. arm.Values.Select(MeanValue.Of)]);
}

/// <param name="Low">Lower end of the 95 % interval; NaN below two values.</param>
internal sealed record MeanValue(double Mean, double Low, double High, int Count, int NotFinite)
{
    public static MeanValue Of(Estimate estimate) => new(estimate.Mean, estimate.Low, estimate.High, estimate.Count, estimate.NotFinite);
}

/// <summary>Side B minus side A on the same seeds.</summary>
/// <param name="A">Position in the list of sides.</param>
/// <param name="AdjustedPValue">NaN: not tested.</param>
/// <param name="Effect">Hedges' g of the paired differences.</param>
/// <param name="SeedsNeeded">Seeds that would resolve a difference of this size; null: it is resolved, or has no size.</param>
internal sealed record CompareDifference(
    int A, int B, string Metric, JsonObject Settings, MeanValue Difference, MeanValue Percent, double PValue, double AdjustedPValue, double Effect, ContrastVerdict Verdict, int? SeedsNeeded)
{
    public static CompareDifference Of(ArmContrast row) => new(
        row.A, row.B, row.Metric, Api.Settings.Of(row.Settings), MeanValue.Of(row.Contrast.Difference), MeanValue.Of(row.Contrast.Percent),
        row.Contrast.PValue, row.Contrast.AdjustedPValue, row.Contrast.Effect, row.Contrast.Verdict, row.Contrast.SeedsNeeded);
}
