using System.Globalization;
using Orchestrator.OdeBench.Drawing;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Orchestrator.OdeBench.Comparing;

/// <summary>Microseconds that a step costs beside the right-hand side, here and at the peer, a pair of bars per workload.</summary>
internal static class LoopFigure
{
    private const string Field = "solver_us_per_step";
    private const double BarWidth = 0.38;

    private const int Width = 760;

    /// <summary>Ends of the logarithmic axis, in microseconds: 0.1, and room for the legend above the largest bar.</summary>
    private const double Floor = -1, Ceiling = 4.6;

    public static void Write(IEnumerable<Pairs> measured, string file)
    {
        // The peer has no method of its own beside the last two gradients.
        Pairs[] shown = [.. measured.Where(pairs => pairs.Own(Field) > 0 && pairs.Peer(Field) > 0 && !pairs.Workload.EndsWith("checkpointed", StringComparison.Ordinal) && !pairs.Workload.EndsWith("interpolated", StringComparison.Ordinal))];
        if (shown.Length == 0) return;
        var plot = new Plot();
        Add(plot, shown, -BarWidth / 2, "here", Colors.SteelBlue, pairs => pairs.Own(Field));
        Add(plot, shown, BarWidth / 2, "torchdiffeq", Colors.DarkOrange, pairs => pairs.Peer(Field));
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, shown.Length).Select(i => (double)i)], [.. shown.Select(pairs => pairs.Workload)]);
        plot.Axes.Bottom.TickLabelStyle.Rotation = 30;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleLeft;
        plot.Axes.Bottom.MinimumSize = 110;
        plot.Axes.Right.MinimumSize = 60;
        LogAxes.On(plot.Axes.Left);
        plot.Axes.SetLimitsY(Floor, Ceiling);
        plot.YLabel("solver µs per step (log)");
        plot.ShowLegend(Alignment.UpperRight);
        LogAxes.Save(plot, file, Width);
    }

    private static void Add(Plot plot, Pairs[] shown, double shift, string name, Color color, Func<Pairs, double> value)
    {
        var bars = plot.Add.Bars(shown.Select((pairs, i) => new Bar
        {
            Position = i + shift,
            Value = Math.Max(Floor, Math.Log10(value(pairs))),
            ValueBase = Floor,
            Size = BarWidth,
            FillColor = color,
            LineWidth = 0,
            Label = value(pairs) is var micros && micros < 10 ? micros.ToString("0.0", CultureInfo.InvariantCulture) : micros.ToString("0", CultureInfo.InvariantCulture),
        }).ToArray());
        bars.LegendText = name;
        bars.ValueLabelStyle.FontSize = 9;
    }
}
