using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>The hypervolume over the trials in the order in which they finished.</summary>
internal static class VolumeSeries
{
    public static ImmutableArray<FigureSeries> Of(Measures measures, ImmutableArray<TrialHistory> histories)
    {
        var volume = FrontVolume.Of(measures, [.. histories.Select(history => history.Costs(measures.Objectives)).OfType<ImmutableArray<double>>()]);
        var points = VolumeHistory.Of(measures, volume, histories);
        if (points.Length < 2) return [];
        var reference = string.Join(", ", measures.Objectives.Select((objective, i) => $"{objective.Metric.Name} {Format.Number(volume!.Reference[i])}"));
        return
        [
            new("hypervolume", "Hypervolume over the search", new("finished trials", AxisKind.Linear), new("hypervolume", AxisKind.Linear),
                [new("hypervolume", TraceStyle.Steps, [.. points.Select(point => (double)point.Trials)], [.. points.Select(point => point.Volume)], [.. points.Select(point => $"trial {point.Trial}")])],
                $"Volume between the front and the reference ({reference})."),
        ];
    }
}
