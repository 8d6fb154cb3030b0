using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>The figures of a run's page. Whatever has no data has no figure.</summary>
internal static class RunFigureSeries
{
    public static ImmutableArray<FigureSeries> Of(RunRow run, ImmutableArray<Observation> curve)
    {
        var fit = StoredFit.Of(run);
        return
        [
            .. fit is null ? [] : FitSeries.Of(fit),
            .. fit?.Portrait is { } portrait ? [PortraitSeries.Of(portrait)] : ImmutableArray<FigureSeries>.Empty,
            .. fit?.Steps is { } steps ? StepSeries.Of(steps) : [],
            .. RunCurves.Of(curve),
            .. SolverSeries.Of([TrainingWindows.Of("this run", [curve], SolverSeries.MostPoints)]),
        ];
    }
}
