using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Figures;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>A run's trained model against the data: one figure per column, in the data's own units.</summary>
internal static class FitSeries
{
    public static ImmutableArray<FigureSeries> Of(FitCurves fit) => [.. fit.Curves.Take(FitFigures.MostPanels).Select((curve, i) => Panel(fit, curve, i))];

    private static FigureSeries Panel(FitCurves fit, FitCurve curve, int number)
    {
        var traces = ImmutableArray.CreateBuilder<FigureTrace>();
        traces.Add(new("data", TraceStyle.Points, curve.DataTimes, curve.DataValues, []));
        traces.Add(new("model", TraceStyle.Line, curve.Times, curve.Values, []));
        var values = curve.DataValues.Where(double.IsFinite).ToArray();
        if (fit.TrainingEndTime is { } end && values.Length > 0)
            traces.Add(new("end of the training part", TraceStyle.Line, [end, end], [values.Min(), values.Max()], []));
        var left = fit.Curves.Length - FitFigures.MostPanels;
        return new(
            $"fit-{number}", $"Fit of {curve.Name}", new(string.IsNullOrEmpty(fit.TimeUnit) ? fit.TimeName : $"{fit.TimeName}, {fit.TimeUnit}", AxisKind.Linear), new(curve.Name, AxisKind.Linear), traces.ToImmutable(),
            $"One solve of the trained model from the first values, with the run's own solver.{(fit.TrainingEndTime is null ? "" : " What lies after the vertical line was held out from training.")}"
            + (left > 0 ? $" {left} further columns are not drawn." : ""));
    }
}
