using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Reports.Figures;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>Axes as the report chooses them: logarithmic where positive values span decades.</summary>
internal static class Axes
{
    public static FigureAxis For(string title, IEnumerable<double> values) =>
        new(title, AxisScale.For(values).IsLogarithmic ? AxisKind.Logarithmic : AxisKind.Linear);
}
