using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Specs;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Orchestrator.Grains.Reports.Figures;

/// <summary>Milliseconds per iteration, forward and backward, one bar per trial or, when these are many, per solver and gradient method.</summary>
internal static class TimeFigure
{
    public const int MostBars = 24;
    private const string Id = "iteration-time";
    private const int Width = 1140;
    private const int LabelLength = 46;

    public static ImmutableArray<LegendEntry> Legend { get; } = [new(Ink.Series[0], "forward"), new(Ink.Series[4], "backward")];

    public static ImmutableArray<Figure> Of(SweepSpec spec, ImmutableArray<TrialHistory> histories)
    {
        ImmutableArray<TrialHistory> timed = [.. histories.Where(history => history.Estimate(Metrics.ForwardMilliseconds).Count > 0)];
        if (timed.IsEmpty) return [];
        var grouped = timed.Length > MostBars;
        ImmutableArray<Bar> bars = [.. (grouped ? BySolverAndGradient(spec, timed) : timed.Select(OfTrial)).Take(MostBars)];
        var longest = bars.Max(bar => bar.Forward + bar.Backward);
        var rows = new AxisScale(false, -0.6, bars.Length - 0.4);
        var canvas = new Canvas(new AxisScale(false, 0, longest > 0 ? longest * 1.1 : 1), rows, "milliseconds per iteration", "");
        for (var i = 0; i < bars.Length; i++) Draw(canvas, bars[i], bars.Length - 1 - i);
        canvas.Plot.Axes.Left.TickGenerator = new NumericManual([.. bars.Select((bar, i) => Tick.Major(bars.Length - 1 - i, Shortened(bar.Label)))]);
        canvas.Plot.Axes.Left.MajorTickStyle.Length = 0;
        canvas.Plot.Grid.YAxisStyle.IsVisible = false;
        var caption = "Means over seeds without warm-up; data, optimiser and overhead are not in it. "
            + (grouped ? "Averaged over all trials of the same solver and gradient method." : "One bar per trial, with its number.");
        return [new(Id, "Time per iteration", canvas.Svg(Id, "Time per iteration, forward and backward", Width, 70 + (26 * bars.Length)), caption, Wide: true)];
    }

    private sealed record Bar(string Label, double Forward, double Backward);

    private static Bar OfTrial(TrialHistory history) =>
        new($"{history.Number}: {Format.Settings(history.Trial.Assignment)}", history.Estimate(Metrics.ForwardMilliseconds).Mean, history.Estimate(Metrics.BackwardMilliseconds).Mean);

    private static IEnumerable<Bar> BySolverAndGradient(SweepSpec spec, ImmutableArray<TrialHistory> timed) => timed
        .GroupBy(history => $"{Text(history, "solver.method") ?? spec.Base.Solver.Method} · {Text(history, "gradient.method") ?? spec.Base.Gradient.Method}")
        .Select(group => new Bar($"{group.Key} ({Format.Count(group.Count(), "trial", "trials")})", group.Average(history => OfTrial(history).Forward), group.Average(history => OfTrial(history).Backward)));

    private static string? Text(TrialHistory history, string path) => history.Trial.Assignment.FirstOrDefault(assigned => assigned.Path == path)?.Value.Display;

    private static void Draw(Canvas canvas, Bar bar, double row)
    {
        Add(canvas, row, 0, bar.Forward, Legend[0].Ink);
        Add(canvas, row, bar.Forward, bar.Forward + bar.Backward, Legend[1].Ink);
        canvas.Label(Format.Number(bar.Forward + bar.Backward), bar.Forward + bar.Backward, row, Ink.Text, Alignment.MiddleLeft, 6, 0);
    }

    private static void Add(Canvas canvas, double row, double from, double to, Ink ink)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to)) return;
        canvas.Plot.Add.Bar(new ScottPlot.Bar
        {
            Position = row,
            ValueBase = from,
            Value = to,
            Size = 0.68,
            Orientation = Orientation.Horizontal,
            FillColor = ink.Marker,
            LineWidth = 0,
        });
    }

    private static string Shortened(string label) => label.Length <= LabelLength ? label : label[..(LabelLength - 1)] + "…";
}
