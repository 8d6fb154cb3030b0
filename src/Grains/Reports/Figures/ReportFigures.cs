using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>All figures of a sweep's report. Whatever has no data has no figure.</summary>
internal static class ReportFigures
{
    /// <summary>The trial whose fits are drawn; null: none is.</summary>
    public static TrialHistory? Fitted(SweepSpec spec, ImmutableArray<TrialHistory> histories) => Ranked(Measures.Of(spec, histories), histories).FirstOrDefault();

    public static FigureSet Of(SweepSpec spec, ComparisonTable table, ImmutableArray<TrialHistory> histories, IEnumerable<ObservationRow> observations)
    {
        var measures = Measures.Of(spec, histories);
        var front = CostFront.Of(measures, histories);
        var ranked = Ranked(measures, histories);
        var curves = LossCurve.Of(histories, observations, measures.Error);
        var highlights = Highlights.Of([.. curves.Select(curve => curve.History)], front, ranked);
        return new(
            highlights.Legend(),
            [.. LossFigures.Of(curves, highlights, measures.Error), .. CostFigure.Of(front, highlights, measures.Error), .. VolumeFigure.Of(table), .. TimeFigure.Of(spec, histories)],
            ImportanceFigures.Of(table.Importance),
            FitFigures.Of(ranked.FirstOrDefault()));
    }

    private static ImmutableArray<TrialHistory> Ranked(Measures measures, ImmutableArray<TrialHistory> histories) => Ranking.Of(new MeasuredObjective(measures.Error, Goal.Minimize), histories);
}
