using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Guards;

/// <summary>The path that a GPU would take, run on the processor: arithmetic and network on tensors, whole solves, against vector code.</summary>
public sealed class TensorSolveTests
{
    private const int Batch = 5;

    public static TheoryData<string, string, BatchStepping, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, BatchStepping, bool>();
            foreach (var method in GradientMethods.All)
                foreach (var stepping in new[] { BatchStepping.Shared, BatchStepping.Independent })
                    foreach (var timeInput in new[] { false, true })
                        cases.Add("dopri5", method.Name, stepping, timeInput);
            foreach (var solver in OdeSolvers.All)
                cases.Add(solver.Name, "direct", BatchStepping.Shared, false);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void States_and_gradients_are_those_of_the_vector_code(string solver, string method, BatchStepping stepping, bool timeInput)
    {
        var onTensors = Solve(solver, method, stepping, timeInput, managed: false, StateArithmetic.OnTensors);
        var inVectors = Solve(solver, method, stepping, timeInput, managed: true, StateArithmetic.For);

        Assert.Equal(inVectors.Steps, onTensors.Steps);
        Assert.All(inVectors.Values.Zip(onTensors.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1, Math.Abs(pair.First))));
    }

    private static (long Steps, double[] Values) Solve(string solver, string method, BatchStepping stepping, bool timeInput, bool managed, ArithmeticFactory arithmetic)
    {
        var settings = new ModelSettings.Mlp([8], ActivationKind.Tanh, 1, timeInput);
        var shape = MlpShape.Of(settings, 2);
        using var field = VectorFields.Create(settings, shape, ScalarType.Float64, null, managed);
        for (var i = 0; i < field.Parameters.Count; i++)
            field.Parameters.Block.Doubles[i] = Math.Sin(1 + i * i);
        var named = OdeSolvers.Find(solver)!;
        var how = named.IsAdaptive
            ? new SolveSettings { Solver = named, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-8, Batch = stepping }
            : new SolveSettings { Solver = named, StepSize = 0.05 };
        double[] times = [0, 0.7, 2];
        using var solve = Ode.Prepare(new CountedField(field), Batch, how, new GradientSettings { Method = GradientMethods.Find(method)! }, arithmetic);
        using var y0 = StateBlock.Zeros(Batch, 2, ScalarType.Float64);
        using var bar = StateBlock.Zeros(times.Length * Batch, 2, ScalarType.Float64);
        using var y0Bar = StateBlock.Zeros(Batch, 2, ScalarType.Float64);
        using var parameterBar = field.Parameters.NewGradient();
        for (var i = 0; i < y0.Count; i++)
            y0.Doubles[i] = Math.Cos(i * i);
        bar.Doubles.Fill(0.3);
        var timesBar = new double[times.Length];
        var forward = solve.Forward(y0, times);
        Assert.Equal(SolveStatus.Ok, forward.Status);
        Assert.Equal(SolveStatus.Ok, solve.Backward(bar, y0Bar, parameterBar, timesBar).Status);
        return (forward.Stats.AttemptedSteps, [.. solve.Outputs.Doubles, .. y0Bar.Doubles, .. parameterBar.Doubles, .. timesBar]);
    }
}
