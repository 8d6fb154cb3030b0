using System.Collections.Immutable;
using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine;

/// <summary>The one entry point of the engine.</summary>
public static class Ode
{
    /// <summary>Lays out everything a repeated solve of this field at this batch size needs.</summary>
    /// <exception cref="ArgumentException">Settings contradict each other or the field; all contradictions in one message.</exception>
    /// <param name="gradient">Null: forward only, nothing is remembered for a gradient.</param>
    public static IPreparedSolve Prepare(CountedField field, int batch, SolveSettings settings, GradientSettings? gradient)
        => Prepare(field, batch, settings, gradient, StateArithmetic.For);

    /// <summary>The same with an arithmetic of one's own choice.</summary>
    internal static PreparedSolve Prepare(CountedField field, int batch, SolveSettings settings, GradientSettings? gradient, ArithmeticFactory arithmetic)
    {
        SolveRules.CheckSettings(field, batch, settings, gradient);
        return new PreparedSolve(field, batch, settings, gradient, arithmetic);
    }

    /// <summary>Integrates f from times[0] to times[^1] and returns the states at all times as one tensor that autograd can go through.</summary>
    /// <param name="y0">[batch, features], Float32 or Float64 as the field's parameters; any strides.</param>
    /// <param name="times">At least two, finite, strictly rising or falling.</param>
    /// <param name="gradient">Null: the result has no gradient. Otherwise with respect to y0 and the field's parameters, where they require grad.</param>
    /// <exception cref="ArgumentException">Settings, times or y0 contradict each other or the field. A solve that fails is no exception: see <see cref="OdeSolution.Report"/>.</exception>
    public static OdeSolution Solve(IVectorField field, Tensor y0, ImmutableArray<double> times, SolveSettings settings, GradientSettings? gradient = null, DenseOutputs dense = DenseOutputs.None)
    {
        SolveRules.CheckTimes(times.AsSpan());
        SolveRules.CheckStart(y0, field);
        var counted = new CountedField(field);
        SolveRules.CheckSettings(counted, (int)y0.size(0), settings, gradient);
        var leaves = field.Parameters.Leaves;
        var wanted = gradient is not null && is_grad_enabled() && (y0.requires_grad || leaves.Any(leaf => leaf.requires_grad));
        var solve = new PreparedSolve(counted, (int)y0.size(0), settings, wanted ? gradient : null, StateArithmetic.For);
        try
        {
            var kept = dense == DenseOutputs.Keep ? solve.KeepDense() : null;
            using var start = StateBlock.CopyOf(y0);
            var report = solve.Forward(start, times.AsSpan());
            var values = CopyOfOutputs(solve.Outputs, times.Length);
            var pass = wanted && report.Status == SolveStatus.Ok ? new SolveGradient(solve, counted, start) : null;
            var y = pass is null ? values : SolveFunction.apply([pass, new SolveFunction.Trajectory(values), y0, .. leaves]);
            return new OdeSolution(y, times, report, new SolutionParts(solve, kept, pass));
        }
        catch
        {
            solve.Dispose();
            throw;
        }
    }

    private static Tensor CopyOfOutputs(StateBlock outputs, int times)
    {
        using var noGrad = no_grad();
        using var view = outputs.Tensor.view(times, outputs.Batch / times, outputs.Features);
        return view.clone();
    }
}
