using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Output;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.TestKit;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Guards;

/// <summary>What a solve of the predator–prey model costs, counted.</summary>
internal sealed record StepWork(SolveStats Forward, SolveStats? Backward, long Combinations, long Norms, long Others)
{
    private const int Batch = 3;

    /// <param name="method">Null: forward only.</param>
    /// <param name="times">The first and the last are 0 and the end.</param>
    public static StepWork Of(string solver, string? method, double[] times, ArithmeticFactory? arithmetic = null)
    {
        var named = Solving.Named(solver);
        var settings = named.IsAdaptive
            ? new SolveSettings { Solver = named, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-8 }
            : new SolveSettings { Solver = named, StepSize = 0.02 };
        List<CountingArithmetic> counters = [];
        using var field = new FunctionField(new LotkaVolterra(), ScalarType.Float64, LotkaVolterra.UsualRates);
        var gradient = method is null ? null : new GradientSettings { Method = GradientMethods.Find(method)! };
        using var solve = Ode.Prepare(new CountedField(field), Batch, settings, gradient, Counted);
        using var y0 = Solving.Block([1, 1, 1.5, 1, 1, 2], Batch);
        using var bar = Solving.Block([.. Enumerable.Repeat(1.0, Batch * 2 * times.Length)], Batch * times.Length);
        using var parameterBar = field.Parameters.NewGradient();
        var forward = solve.Forward(y0, times);
        Assert.Equal(SolveStatus.Ok, forward.Status);
        var backward = method is null ? null : solve.Backward(bar, null, parameterBar, []);
        Assert.Equal(SolveStatus.Ok, backward?.Status ?? SolveStatus.Ok);
        return new StepWork(forward.Stats, backward?.Stats, counters.Sum(c => c.Combinations), counters.Sum(c => c.Norms), counters.Sum(c => c.Others));

        IStateArithmetic Counted(ArithmeticLayout layout, ScalarType type, ComputeDevice device)
        {
            var counter = new CountingArithmetic((arithmetic ?? StateArithmetic.For)(layout, type, device));
            counters.Add(counter);
            return counter;
        }
    }
}
