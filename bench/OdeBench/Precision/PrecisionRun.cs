using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.OdeBench.Measuring;
using Orchestrator.OdeBench.Problems;
using Orchestrator.OdeEngine.Solvers;
using TorchSharp;

namespace Orchestrator.OdeBench.Precision;

/// <summary>One solve of one solver at one tolerance: seconds of the processor against the largest error of the last state.</summary>
internal sealed record PrecisionPoint(string Solver, double Tolerance, double Seconds, double Error, long Evaluations);

/// <summary>What every adaptive solver gives for its time, on a problem of cheap and one of dear evaluations, in float64.</summary>
internal static class PrecisionRun
{
    private const int Rounds = 5;
    private const double AbsoluteOverRelative = 1e-2;

    private static readonly string[] _workloads = ["vdp-batch", "long-mlp-direct"];
    private static readonly ImmutableArray<double> _tolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];

    /// <param name="figures">Folder that gets an SVG per problem; null: none.</param>
    public static int Run(string? figures)
    {
        torch.set_num_threads(1);
        foreach (var name in _workloads)
        {
            // Only the end counts, and no gradient is taken.
            var workload = Workloads.Find(name) is var whole ? whole with { Times = [whole.Times[0], whole.Times[^1]], Gradient = null, Loss = null } : throw new InvalidOperationException();
            var exact = End(workload, Settings(OdeSolvers.Dopri8, 1e-13));
            ImmutableArray<PrecisionPoint> points = [.. from solver in OdeSolvers.All where solver.IsAdaptive from tolerance in _tolerances select Measure(workload, solver, tolerance, exact)];
            foreach (var point in points) Console.WriteLine(Line(name, point).ToJsonString());
            if (figures is not null) PrecisionFigure.Write(points, Path.Combine(figures, $"precision-{name}.svg"));
        }
        return 0;
    }

    private static SolveSettings Settings(OdeSolver solver, double tolerance)
        => new() { Solver = solver, RelativeTolerance = tolerance, AbsoluteTolerance = tolerance * AbsoluteOverRelative };

    private static double[] End(Workload workload, SolveSettings settings)
    {
        using var run = new PreparedWorkload(workload, torch.ScalarType.Float64, settings, null);
        run.Forward();
        return run.Outputs.ToDoubles()[^run.Start.Count..];
    }

    private static PrecisionPoint Measure(Workload workload, OdeSolver solver, double tolerance, double[] exact)
    {
        using var run = new PreparedWorkload(workload, torch.ScalarType.Float64, Settings(solver, tolerance), null);
        var calls = Timing.WarmUp(run.Forward);
        var seconds = Enumerable.Range(0, Rounds).Min(_ => Timing.Mean(run.Forward, calls).Cpu);
        var end = run.Outputs.ToDoubles()[^exact.Length..];
        return new PrecisionPoint(solver.Name, tolerance, seconds, end.Zip(exact, (got, wanted) => Math.Abs(got - wanted)).Max(), run.LastForward!.Stats.Evaluations.Total);
    }

    private static JsonObject Line(string workload, PrecisionPoint point) => new()
    {
        ["bench"] = "ode",
        ["lib"] = "orchestrator",
        ["precision"] = workload,
        ["solver"] = point.Solver,
        ["rtol"] = point.Tolerance,
        ["fwd_cpu_s_min"] = point.Seconds,
        ["max_abs_error"] = point.Error,
        ["nfe_fwd"] = point.Evaluations,
    };
}
