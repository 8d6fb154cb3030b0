using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Runs;
using Orchestrator.OdeEngine.Solvers;

namespace Orchestrator.Grains.Reports.Series;

/// <summary>How the solver fared over the training: evaluations per solve by pass, share of accepted steps, range of step lengths, stiffness.</summary>
internal static class SolverSeries
{
    private const string Band = "Line: mean over seeds. Band: smallest to largest seed.";

    /// <summary>Points of a curve at most; a window then spans several reports.</summary>
    public const int MostPoints = 200;

    public static ImmutableArray<FigureSeries> Of(ImmutableArray<TrainingWindows> trainings)
    {
        ImmutableArray<TrainingWindows> drawn = [.. trainings.Where(training => training.Cuts.Length > 1)];
        return
        [
            .. PerSolve(drawn, "nfe-forward", "Forward evaluations per solve", window => window.Sum(o => o.NfeForward)),
            .. PerSolve(drawn, "nfe-backward", "Backward and recomputed evaluations per solve", window => window.Sum(o => o.NfeBackward + o.NfeRecomputed)),
            .. PerSolve(drawn, "vjps", "Vector–Jacobian products per solve", window => window.Sum(o => o.VectorJacobianProducts)),
            .. AcceptRatio(drawn),
            .. StepRange(drawn),
            .. Stiffness(drawn),
            .. GradientError(drawn),
        ];
    }

    // An iteration is one forward and one backward solve.
    private static ImmutableArray<FigureSeries> PerSolve(ImmutableArray<TrainingWindows> trainings, string id, string title, Func<TrainingWindow, long> count)
    {
        if (!trainings.Any(training => training.Any(window => count(window)))) return [];
        double Mean(TrainingWindow window) => (double)count(window) / window.Iterations;
        ImmutableArray<FigureTrace> traces = [.. trainings.Select(training => Trace(training, Mean))];
        return [new(id, title, Iterations, Axes.For("per solve", traces.SelectMany(trace => trace.Y)), traces, $"Means from report to report. {Band}")];
    }

    private static ImmutableArray<FigureSeries> AcceptRatio(ImmutableArray<TrainingWindows> trainings) =>
        !trainings.Any(training => training.Any(window => window.Sum(o => o.RejectedSteps))) ? [] :
        [
            new("accept-ratio", "Share of accepted steps", Iterations, new("accepted of all tried", AxisKind.Linear), [.. trainings.Select(training => Trace(training, Ratio))],
                "From report to report, over all passes. A rejected step costs as much as an accepted one and brings nothing."),
        ];

    private static ImmutableArray<FigureSeries> StepRange(ImmutableArray<TrainingWindows> trainings)
    {
        if (trainings.IsEmpty) return [];
        ImmutableArray<FigureTrace> traces = [.. trainings.Select(training => Trace(training, window => window.After.LargestStep) with
        {
            Low = [.. training.Cuts.Select(cut => cut.Min(window => window.After.SmallestStep))],
            High = [.. training.Cuts.Select(cut => cut.Max(window => window.After.LargestStep))],
        })];
        return
        [
            new("step-range", "Shortest and longest step so far", Iterations, Axes.For("length in problem time", traces.SelectMany(trace => trace.Low.Concat(trace.High))), traces,
                "Over all passes since the first iteration. Line: the longest accepted step, mean over seeds. Band: from the shortest to the longest of any seed."),
        ];
    }

    private static ImmutableArray<FigureSeries> Stiffness(ImmutableArray<TrainingWindows> trainings)
    {
        var traces = Measured(trainings, o => o.Stiffness);
        if (traces.IsEmpty) return [];
        var limits = OdeSolvers.All.Where(solver => solver.StiffnessLimit is not null).Select(solver => $"{solver.Name} {Format.Number(Math.Round(solver.StiffnessLimit!.Value, 1))}");
        return
        [
            new("stiffness", "Stiffness: |h·λ| of a typical step", Iterations, Axes.For("|h·λ|", traces.SelectMany(trace => trace.Y)), traces,
                "Median over the accepted steps of the report's forward solve, estimated from their last stages. Near its method's limit "
                + $"({string.Join(", ", limits)}) stability sets the length of a step and not accuracy: looser tolerances save little then, a smoother field does. {Band}"
                + (traces.Length < trainings.Length ? $" Measured in: {string.Join("; ", traces.Select(trace => trace.Name))}." : "")),
        ];
    }

    private static ImmutableArray<FigureSeries> GradientError(ImmutableArray<TrainingWindows> trainings)
    {
        var traces = Measured(trainings, o => o.GradientError is { } error && double.IsFinite(error) ? error : null);
        return traces.IsEmpty ? [] :
        [
            new("gradient-error", "Error of the gradient", Iterations, Axes.For("relative to its length", traces.SelectMany(trace => trace.Y)), traces,
                $"Of audited iterations, beside the gradient that float64 and tight tolerances give for the same samples and parameters: what solver, gradient method and precision do to it together. {Band}"),
        ];
    }

    // Reports that measured nothing are gaps: the line goes on where all runs of a trial measured something.
    private static ImmutableArray<FigureTrace> Measured(ImmutableArray<TrainingWindows> trainings, Func<Observation, double?> read) =>
    [
        .. trainings.Select(training => training with { Cuts = [.. training.Cuts.Where(cut => cut.All(window => read(window.After) is not null))] })
            .Where(training => !training.Cuts.IsEmpty).Select(training => Trace(training, window => read(window.After)!.Value)),
    ];

    private static FigureAxis Iterations => new("iteration", AxisKind.Linear);

    private static double Ratio(TrainingWindow window)
    {
        var (accepted, rejected) = (window.Sum(o => o.AcceptedSteps), window.Sum(o => o.RejectedSteps));
        return accepted + rejected > 0 ? (double)accepted / (accepted + rejected) : double.NaN;
    }

    private static FigureTrace Trace(TrainingWindows training, Func<TrainingWindow, double> read)
    {
        var values = training.Cuts.Select(cut => cut.Select(read).ToArray()).ToArray();
        var several = training.Cuts[0].Length > 1;
        return new(training.Name, TraceStyle.Line, [.. training.Cuts.Select(cut => (double)cut[0].After.Iteration)], [.. values.Select(each => each.Average())], [])
        {
            Low = several ? [.. values.Select(each => each.Min())] : [],
            High = several ? [.. values.Select(each => each.Max())] : [],
        };
    }
}
