using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Client.Results;

/// <summary>The JSON form of a comparison (docs/console.md describes it; names never change, new ones may come).</summary>
internal sealed record SideBySideDocument(
    ImmutableArray<SideDocument> Sides, ImmutableArray<Objective> Metrics, ImmutableArray<SettingDifference> Settings,
    ImmutableArray<SideContrastDocument> Contrasts, ImmutableArray<SideContrastDocument> BySetting, ImmutableArray<string> Reading, ImmutableArray<string> Notes,
    ImmutableArray<FrontDocument> Fronts, ImmutableSortedDictionary<string, double> FrontReference)
{
    public static SideBySideDocument From(SideBySide result) => new(
        [.. result.Arms.Select(arm => SideDocument.From(arm, result.Metrics))], result.Metrics, result.Settings,
        [.. result.Contrasts.Select(contrast => SideContrastDocument.From(contrast, result))], [.. result.BySetting.Select(contrast => SideContrastDocument.From(contrast, result))],
        result.Reading, result.Notes, [.. result.Fronts.Select(front => FrontDocument.From(front, result))],
        result.FrontReference.Select((value, i) => KeyValuePair.Create(result.Metrics[i].Metric, value)).ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <summary>The front of a whole sweep; the hypervolume is measured up to the reference that all sides share.</summary>
internal sealed record FrontDocument(string Side, int Ranked, int OnFront, double Hypervolume, double Share, double Evaluations, double Seconds)
{
    public static FrontDocument From(ArmFront front, SideBySide result)
        => new(result.Arms[front.Arm].Label, front.Ranked, front.OnFront, front.Hypervolume, front.Share, front.Evaluations, front.Seconds);
}

/// <param name="Values">Estimate by metric name; empty for a whole sweep.</param>
internal sealed record SideDocument(
    string Label, string SweepId, string Name, int? Trial, bool Leading, ImmutableSortedDictionary<string, ParameterValue> Settings,
    int Completed, int Failed, ImmutableArray<ulong> Seeds, ImmutableSortedDictionary<string, Estimate> Values)
{
    public static SideDocument From(ArmSummary arm, ImmutableArray<Objective> metrics) => new(
        arm.Label, arm.SweepId, arm.SweepName, arm.Trial, arm.Stands, ComparisonDocument.Settings(arm.Assignment), arm.Completed, arm.Failed, arm.Seeds,
        arm.Values.Select((value, i) => KeyValuePair.Create(metrics[i].Metric, value)).ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <param name="A">Label of the side that differences are taken from.</param>
internal sealed record SideContrastDocument(string A, string B, string Metric, ImmutableSortedDictionary<string, ParameterValue> Settings, int Averaged, ContrastDocument Contrast)
{
    public static SideContrastDocument From(ArmContrast contrast, SideBySide result) => new(
        result.Arms[contrast.A].Label, result.Arms[contrast.B].Label, contrast.Metric, ComparisonDocument.Settings(contrast.Settings), contrast.Averaged, ContrastDocument.From(contrast.Contrast));
}

/// <summary>A paired comparison with its test.</summary>
internal sealed record ContrastDocument(
    int Seeds, Estimate Difference, Estimate Percent, double PValue, double AdjustedPValue, double Effect, ContrastVerdict Verdict, int? SeedsNeeded)
{
    public static ContrastDocument From(Contrast contrast) => new(
        contrast.Seeds, contrast.Difference, contrast.Percent, contrast.PValue, contrast.AdjustedPValue, contrast.Effect, contrast.Verdict, contrast.SeedsNeeded);
}
