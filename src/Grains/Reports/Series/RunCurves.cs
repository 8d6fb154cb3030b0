using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>One run's observations as figures: losses, evaluations by pass, and steps.</summary>
internal static class RunCurves
{
    public static ImmutableArray<FigureSeries> Of(ImmutableArray<Observation> curve)
    {
        if (curve.Length < 2) return [];
        return
        [
            Figure("run-loss", "Loss over iterations", new("loss", AxisKind.Logarithmic), "What the training minimises, and the validation loss where there is a validation part.",
                Trace(curve, "training loss", o => o.TrainingLoss), Trace(curve, "validation loss", o => o.ValidationLoss ?? double.NaN)),
            Figure("run-evaluations", "Function evaluations so far", new("evaluations", AxisKind.Linear), "Cumulative over all attempts, by pass.",
                Trace(curve, "forward", o => o.NfeForward), Trace(curve, "backward", o => o.NfeBackward), Trace(curve, "recomputed", o => o.NfeRecomputed)),
            Figure("run-steps", "Steps so far", new("steps", AxisKind.Linear), "Cumulative over all attempts.",
                Trace(curve, "accepted", o => o.AcceptedSteps), Trace(curve, "rejected", o => o.RejectedSteps)),
        ];
    }

    private static FigureSeries Figure(string id, string title, FigureAxis y, string caption, params ImmutableArray<FigureTrace> traces) =>
        new(id, title, new("iteration", AxisKind.Linear), y, [.. traces.Where(trace => trace.Y.Any(double.IsFinite))], caption);

    private static FigureTrace Trace(ImmutableArray<Observation> curve, string name, Func<Observation, double> read) =>
        new(name, TraceStyle.Line, [.. curve.Select(o => (double)o.Iteration)], [.. curve.Select(read)], []);
}
