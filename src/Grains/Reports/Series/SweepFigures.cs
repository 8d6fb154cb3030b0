using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.Grains.Interfaces.Specs;
using Orchestrator.Grains.Reports.Figures;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>The figures of a sweep's page as data: the same numbers as the report's, drawn by whoever shows them. Whatever has no data has no figure.</summary>
internal static class SweepFigures
{
    /// <summary>Runs whose observations the curves need: those of a handful of trials, however large the sweep is.</summary>
    public static ImmutableArray<RunId> RunsOfCurves(SweepRow sweep, ImmutableArray<TrialRow> trials, ImmutableArray<RunRow> runs)
    {
        var histories = TrialHistory.Of(trials, runs);
        return [.. Shown(histories, Measures.Of(sweep.Spec, histories)).SelectMany(history => history.Runs).Select(run => run.Id)];
    }

    public static ImmutableArray<FigureSeries> Of(SweepEvidence evidence)
    {
        var histories = TrialHistory.Of(evidence.Trials, evidence.Runs);
        var measures = Measures.Of(evidence.Sweep.Spec, histories);
        var shown = Shown(histories, measures);
        var curves = LossCurve.Of(shown, evidence.Observations, measures.Error);
        return
        [
            .. ObjectiveSeries.Of(measures, histories),
            .. CostSeries.Of(CostFront.Of(measures, histories), measures.Error),
            .. VolumeSeries.Of(measures, histories),
            .. CurveSeries.Of(curves, histories.Length, measures.Error),
            .. SolverSeries.Of(Trainings(shown, evidence.Observations)),
            .. TimelineSeries.Of(evidence.Attempts),
        ];
    }

    private static ImmutableArray<TrainingWindows> Trainings(ImmutableArray<TrialHistory> shown, IReadOnlyList<ObservationRow> observations)
    {
        var byRun = observations.ToLookup(row => row.Run, row => row.Observation);
        return
        [
            .. shown.Select(history => TrainingWindows.Of(
                TrialLabel.Of(history), [.. (history.Completed.Any() ? history.Completed : history.Runs).Select(run => byRun[run.Id].ToImmutableArray()).Where(curve => !curve.IsEmpty)], SolverSeries.MostPoints)),
        ];
    }

    private static ImmutableArray<TrialHistory> Shown(ImmutableArray<TrialHistory> histories, Measures measures)
    {
        var ranked = Ranking.Of(new MeasuredObjective(measures.Error, Goal.Minimize), histories);
        return Highlights.Of([.. histories.Where(history => history.Runs.Any(run => run.Last is not null))], CostFront.Of(measures, histories), ranked).Trials;
    }
}
