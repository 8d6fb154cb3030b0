using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>The figures of a run's page. Whatever has no data has no figure.</summary>
internal static class RunFigureSeries
{
    /// <param name="live">Of a run that still trains.</param>
    public static ImmutableArray<FigureSeries> Of(RunRow run, ImmutableArray<Observation> curve, LiveFit? live = null) =>
    [
        .. StoredFit.Of(run.Fit) is { } fit ? OfFit(fit) : StoredFit.Of(live?.Curves) is { } soFar ? OfFit(soFar).Select(figure => Dated(figure, live!.Iteration)) : [],
        .. RunCurves.Of(curve),
        .. SolverSeries.Of([TrainingWindows.Of("this run", [curve], SolverSeries.MostPoints)]),
    ];

    private static ImmutableArray<FigureSeries> OfFit(FitCurves fit) =>
    [
        .. FitSeries.Of(fit),
        .. fit.Portrait is { } portrait ? [PortraitSeries.Of(portrait)] : ImmutableArray<FigureSeries>.Empty,
        .. fit.Steps is { } steps ? StepSeries.Of(steps) : [],
    ];

    private static FigureSeries Dated(FigureSeries figure, int iteration) =>
        figure with { Title = $"{figure.Title}, iteration {Number(iteration)}", Caption = $"The training goes on: this is the model as of iteration {Number(iteration)}. {figure.Caption}" };

    private static string Number(int iteration) => Format.Value(iteration, MetricUnit.Evaluations);
}
