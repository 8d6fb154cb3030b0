using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using static TorchSharp.torch;

namespace Orchestrator.TestKit;

/// <summary>What one solve of a test problem gave.</summary>
public sealed record Solved(ForwardReport Report, double[] Outputs, int Batch, int Features, long Calls)
{
    /// <summary>State of a sample at an output time.</summary>
    public double[] At(int output, int sample = 0) => Outputs[((output * Batch + sample) * Features)..((output * Batch + sample + 1) * Features)];
    public double[] Last => At(Outputs.Length / (Batch * Features) - 1);
}

/// <summary>Gradients of L = Σ weights·outputs.</summary>
public sealed record Differentiated(BackwardReport Report, double[] Y0, double[] Parameters, double[] Times);

/// <summary>Solves test problems in float64 without ceremony.</summary>
public static class Solving
{
    public static OdeSolver Named(string name) => OdeSolvers.Find(name) ?? throw new ArgumentException($"No solver is called {name}.");

    /// <param name="y0">Row-major [batch, features]; the batch follows from its length.</param>
    public static Solved Solve(SampleFunction function, SolveSettings settings, double[] y0, double[] times, params double[] theta)
    {
        using var field = new FunctionField(function, ScalarType.Float64, theta);
        var batch = y0.Length / function.Features;
        using var solve = Ode.Prepare(new CountedField(field), batch, settings, null);
        using var start = Block(y0, batch);
        var report = solve.Forward(start, times);
        return new Solved(report, solve.Outputs.Doubles.ToArray(), batch, function.Features, field.Calls);
    }

    public static Differentiated Differentiate(SampleFunction function, SolveSettings settings, GradientSettings gradient, double[] y0, double[] times, double[] outputsBar, params double[] theta)
    {
        using var field = new FunctionField(function, ScalarType.Float64, theta);
        var batch = y0.Length / function.Features;
        using var solve = Ode.Prepare(new CountedField(field), batch, settings, gradient);
        using var start = Block(y0, batch);
        using var bar = Block(outputsBar, batch * times.Length);
        using var y0Bar = StateBlock.Zeros(batch, function.Features, ScalarType.Float64);
        using var parameterBar = field.Parameters.NewGradient();
        var timesBar = new double[times.Length];
        solve.Forward(start, times);
        var report = solve.Backward(bar, y0Bar, parameterBar, timesBar);
        return new Differentiated(report, y0Bar.Doubles.ToArray(), parameterBar.Doubles.ToArray(), timesBar);
    }

    public static StateBlock Block(double[] values, int batch)
    {
        var block = StateBlock.Zeros(batch, values.Length / batch, ScalarType.Float64);
        values.CopyTo(block.Doubles);
        return block;
    }
}
