using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>The hypervolume over the trials in the order in which they finished.</summary>
internal static class VolumeFigure
{
    public const int MostPoints = 600;
    private const string Id = "hypervolume";

    public static ImmutableArray<Figure> Of(ComparisonTable table)
    {
        var history = table.HypervolumeHistory;
        if (history.Length < 2) return [];
        ImmutableArray<VolumePoint> shown = history.Length <= MostPoints ? history
            : [.. Enumerable.Range(0, MostPoints).Select(i => history[(int)((long)i * (history.Length - 1) / (MostPoints - 1))])];
        var canvas = new Canvas(AxisScale.Linear(0, history[^1].Trials), AxisScale.For(shown.Select(point => point.Volume).Append(0)), "finished trials", "hypervolume");
        var (xs, ys) = (new List<double>(), new List<double>());
        foreach (var point in shown)
        {
            // The volume stays where it is until a trial raises it.
            if (ys.Count > 0)
            {
                xs.Add(point.Trials);
                ys.Add(ys[^1]);
            }

            xs.Add(point.Trials);
            ys.Add(point.Volume);
        }

        canvas.Line(xs, ys, Ink.Series[0].Solid, 2);
        var reference = string.Join(", ", table.Objectives.Select((objective, i) => $"{objective.Metric} {Format.Number(table.HypervolumeReference[i])}"));
        var reached = history.First(point => point.Volume >= 0.95 * history[^1].Volume);
        var caption = $"Volume between the front and the reference ({reference}), a tenth of each range beyond the worst ranked trial of the whole sweep. 95 % of it was reached after {Format.Count(reached.Trials, "trial", "trials")} of {history[^1].Trials}.";
        return [new(Id, "Hypervolume over the search", canvas.Svg(Id, $"Hypervolume over {history[^1].Trials} finished trials"), caption, Wide: false)];
    }
}
