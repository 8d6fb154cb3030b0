using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using Orchestrator.OdeEngine.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Training;

public sealed class OptimizerTests
{
    public static TheoryData<OptimizerSettings, string> All
    {
        get
        {
            var cases = new TheoryData<OptimizerSettings, string>();
            foreach (var settings in TrainingPlans.Optimizers)
                foreach (var device in new[] { ComputeDevice.Processor, ComputeDevice.Tensors })
                    cases.Add(settings, device.Name);
            return cases;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Fifty_steps_equal_those_of_torch(OptimizerSettings settings, string name)
    {
        const int Count = 37;
        var device = ComputeDevice.Find(name, out _)!;
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var start = randn([1, Count], dtype: ScalarType.Float64, generator: generator);
        var theirs = new Parameter(start.clone());
        using var torchOptimizer = Torch(settings, theirs);
        using var mine = StateBlock.CopyOf(start);
        using var single = StateBlock.Zeros(1, Count, ScalarType.Float32);
        using (no_grad())
            single.Tensor.copy_(start);
        using var ours = FlatOptimizer.Create(settings, Count, ScalarType.Float64, device);
        using var oursSingle = FlatOptimizer.Create(settings, Count, ScalarType.Float32, device);
        for (var step = 0; step < 50; step++)
        {
            var gradient = randn([1, Count], dtype: ScalarType.Float64, generator: generator).mul(Math.Exp(-0.1 * step));
            theirs.grad = gradient;
            torchOptimizer.step();
            using var block = StateBlock.CopyOf(gradient);
            ours.Step(mine, block);
            using var blockSingle = StateBlock.CopyOf(gradient.to_type(ScalarType.Float32));
            oursSingle.Step(single, blockSingle);
        }
        Assert.Equal(50, ours.Steps);
        var expected = theirs.detach().data<double>().ToArray();
        Assert.Equal(expected, mine.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal(expected, single.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private static optim.Optimizer Torch(OptimizerSettings settings, Parameter parameter) => settings switch
    {
        OptimizerSettings.Sgd s => optim.SGD([parameter], s.LearningRate, momentum: s.Momentum),
        OptimizerSettings.RmsProp s => optim.RMSProp([parameter], s.LearningRate, alpha: s.Decay, eps: s.Epsilon),
        OptimizerSettings.Adam s => optim.Adam([parameter], s.LearningRate, s.Beta1, s.Beta2, s.Epsilon),
        OptimizerSettings.AdamW s => optim.AdamW([parameter], s.LearningRate, s.Beta1, s.Beta2, s.Epsilon, s.WeightDecay),
        _ => throw new InvalidOperationException(),
    };
}
