using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>Phase portrait of a state with two features: the learned vector field as arrows, the trajectory and the data in it.</summary>
internal static class PortraitSeries
{
    /// <summary>The longest arrow in distances of the grid.</summary>
    private const double Longest = 0.9;

    public static FigureSeries Of(PhasePortrait portrait) => new(
        "phase-portrait", "Phase portrait of the learned field", new(portrait.XName, AxisKind.Linear), new(portrait.YName, AxisKind.Linear),
        [
            Arrows(portrait),
            new("data", TraceStyle.Points, Doubles(portrait.ObservedX), Doubles(portrait.ObservedY), []),
            new("trajectory of the model", TraceStyle.Line, Doubles(portrait.CurveX), Doubles(portrait.CurveY), []),
        ],
        "Axes are the model's state. An arrow points along the learned field; its length grows with the root of the speed."
        + (portrait.Time is { } time ? $" The field depends on time: it is drawn at t = {Format.Number(time)} of problem time." : ""));

    // Slopes in axes of the grid's own size, so that arrows are seen along the field and none is longer than a cell.
    private static FigureTrace Arrows(PhasePortrait portrait)
    {
        var (cellX, cellY) = (Cell(portrait.GridX), Cell(portrait.GridY));
        var count = portrait.GridX.Length;
        var slopes = portrait.SlopeX.Zip(portrait.SlopeY, (x, y) => (X: x / cellX, Y: y / cellY)).Select(slope => (slope.X, slope.Y, Speed: double.Hypot(slope.X, slope.Y))).ToArray();
        var fastest = slopes.Select(slope => slope.Speed).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var arrows = slopes.Select((slope, i) => (X: (double)portrait.GridX[i % count], Y: (double)portrait.GridY[i / count], slope, Length: Longest * Math.Sqrt(slope.Speed / fastest)))
            .Where(arrow => arrow.slope.Speed > 0 && double.IsFinite(arrow.slope.Speed)).ToArray();
        return new("learned field", TraceStyle.Arrows, [.. arrows.Select(arrow => arrow.X)], [.. arrows.Select(arrow => arrow.Y)], [])
        {
            Low = [.. arrows.Select(arrow => arrow.X + (arrow.Length * cellX * arrow.slope.X / arrow.slope.Speed))],
            High = [.. arrows.Select(arrow => arrow.Y + (arrow.Length * cellY * arrow.slope.Y / arrow.slope.Speed))],
        };
    }

    private static double Cell(ImmutableArray<float> grid) => grid[1] - grid[0];

    private static ImmutableArray<double> Doubles(ImmutableArray<float> values) => [.. values.Select(value => (double)value)];
}
