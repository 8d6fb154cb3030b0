using System.Text.Json.Nodes;
using Orchestrator.OdeEngine.Solvers;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Measuring;

/// <summary>Final state and gradient against a float64 solve by dopri8 at rtol 1e-10 with the exact gradient of its steps.</summary>
internal static class ReferenceErrors
{
    public static void AddTo(JsonObject line, PreparedWorkload run)
    {
        var count = run.Start.Count;
        var gradient = run.Workload.Gradient is null ? null : "direct";
        var settings = new SolveSettings { Solver = OdeSolvers.Find("dopri8")!, RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 };
        using var exact = new PreparedWorkload(run.Workload, ScalarType.Float64, settings, gradient);
        exact.Forward();
        var (got, wanted) = (run.Outputs.ToDoubles()[^count..], exact.Outputs.ToDoubles()[^count..]);
        line["max_abs_error"] = got.Zip(wanted, (a, b) => Math.Abs(a - b)).Max();
        line["ref_state_mean_square"] = wanted.Average(value => value * value);
        if (gradient is null)
            return;
        exact.Backward();
        var (gotBar, wantedBar) = (run.ParameterBar.ToDoubles(), exact.ParameterBar.ToDoubles());
        line["ref_loss"] = exact.LastLoss;
        line["ref_grad_norm"] = Norm(wantedBar);
        line["grad_rel_error"] = Norm(gotBar.Zip(wantedBar, (a, b) => a - b)) / Norm(wantedBar);
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
