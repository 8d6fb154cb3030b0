using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Gradients;
using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Guards;

/// <summary>The path that a GPU would take, run on the processor: arithmetic and network on tensors whose memory is closed, whole solves, against vector code.</summary>
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
        var onTensors = Solve(solver, method, stepping, timeInput, ComputeDevice.Tensors);
        var inVectors = Solve(solver, method, stepping, timeInput, ComputeDevice.Processor);

        Assert.Equal(inVectors.Steps, onTensors.Steps);
        Assert.All(inVectors.Values.Zip(onTensors.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1, Math.Abs(pair.First))));
    }

    private static (long Steps, double[] Values) Solve(string solver, string method, BatchStepping stepping, bool timeInput, ComputeDevice device)
    {
        var settings = new ModelSettings.Mlp([8], ActivationKind.Tanh, 1, timeInput);
        using var field = VectorFields.Create(settings, 2, ScalarType.Float64, device, seed: 0);
        Fill(field.Parameters.Block, i => Math.Sin(1 + i * i));
        var named = OdeSolvers.Find(solver)!;
        var how = named.IsAdaptive
            ? new SolveSettings { Solver = named, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-8, Batch = stepping }
            : new SolveSettings { Solver = named, StepSize = 0.05 };
        double[] times = [0, 0.7, 2];
        using var solve = Ode.Prepare(new CountedField(field), Batch, how, new GradientSettings { Method = GradientMethods.Find(method)! }, StateArithmetic.For);
        using var y0 = StateBlock.Zeros(Batch, 2, ScalarType.Float64, device);
        using var bar = StateBlock.Zeros(times.Length * Batch, 2, ScalarType.Float64, device);
        using var y0Bar = StateBlock.Zeros(Batch, 2, ScalarType.Float64, device);
        using var parameterBar = field.Parameters.NewGradient();
        Fill(y0, i => Math.Cos(i * i));
        Fill(bar, _ => 0.3);
        var timesBar = new double[times.Length];
        var forward = solve.Forward(y0, times);
        Assert.Equal(SolveStatus.Ok, forward.Status);
        Assert.Equal(SolveStatus.Ok, solve.Backward(bar, y0Bar, parameterBar, timesBar).Status);
        return (forward.Stats.AttemptedSteps, [.. solve.Outputs.ToDoubles(), .. y0Bar.ToDoubles(), .. parameterBar.ToDoubles(), .. timesBar]);
    }

    private static void Fill(StateBlock block, Func<int, double> value)
    {
        using var values = tensor([.. Enumerable.Range(0, block.Count).Select(value)]).view(block.Batch, block.Features);
        block.Tensor.copy_(values);
    }
}
