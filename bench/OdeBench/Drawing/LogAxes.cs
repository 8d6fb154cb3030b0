using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Orchestrator.OdeBench.Drawing;

/// <summary>What the figures have in common: their size, and axes of powers of ten over values that are logarithms.</summary>
internal static class LogAxes
{
    private const int Width = 560;
    private const int Height = 360;

    public static void On(IAxis axis) => axis.TickGenerator = new NumericAutomatic
    {
        MinorTickGenerator = new LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString("G3", CultureInfo.InvariantCulture),
    };

    public static void Save(Plot plot, string file, int width = Width)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        plot.SaveSvg(file, width, Height);
    }
}
