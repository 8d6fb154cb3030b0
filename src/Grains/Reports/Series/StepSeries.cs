using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.OdeEngine.Output;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>Lengths of the steps of the fit's solve over time, accepted ones and rejected ones.</summary>
internal static class StepSeries
{
    public static ImmutableArray<FigureSeries> Of(StepTrace steps) => steps.Starts.IsEmpty ? [] :
    [
        new("step-trace", "Steps of the fit's solve", new("problem time t", AxisKind.Linear), Axes.For("length of the step", steps.Lengths.Select(length => (double)Math.Abs(length))),
            [.. new[] { Trace(steps, true, "accepted"), Trace(steps, false, "rejected") }.Where(trace => !trace.X.IsEmpty)],
            "One point per step that the trained model's solve tried, at its start; after a rejected one a shorter one is tried from the same place."
            + (steps.Tried > steps.Starts.Length ? $" The first {Format.Count(steps.Starts.Length, "step", "steps")} of {steps.Tried}." : "")),
    ];

    private static FigureTrace Trace(StepTrace steps, bool accepted, string name)
    {
        var places = Enumerable.Range(0, steps.Starts.Length).Where(i => steps.Accepted[i] == accepted).ToArray();
        return new(name, TraceStyle.Points, [.. places.Select(i => (double)steps.Starts[i])], [.. places.Select(i => (double)Math.Abs(steps.Lengths[i]))], []);
    }
}
