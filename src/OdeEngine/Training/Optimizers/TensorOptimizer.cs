using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Training.Optimizers;

/// <summary>The formulas of <see cref="AdamRule{T}"/> and its like by tensor operations, where the parameters lie. Nothing waits for the device.</summary>
internal sealed class TensorOptimizer : FlatOptimizer
{
    private readonly OptimizerSettings _settings;
    private readonly StateBlock _memory;
    private readonly Tensor _first;
    private readonly Tensor _second;
    private readonly Tensor _scratch;

    /// <param name="padded">Length of each memory as a checkpoint has it.</param>
    public TensorOptimizer(OptimizerSettings settings, int count, int padded, ScalarType elementType, ComputeDevice device)
    {
        _settings = settings;
        _memory = StateBlock.Zeros(2, padded, elementType, device);
        _first = Row(0);
        _second = Row(1);
        _scratch = zeros_like(_first).DetachFromDisposeScope();

        Tensor Row(int row)
        {
            using var part = _memory.Tensor.narrow(0, row, 1).DetachFromDisposeScope();
            return part.narrow(1, 0, count).DetachFromDisposeScope();
        }
    }

    public override long Bytes => _memory.Bytes + (_memory.Bytes / 2);

    public override long SavedBytes => _memory.Bytes;

    public override byte[] Save() => _memory.ToBytes();

    public override void Load(ReadOnlySpan<byte> memory) => _memory.CopyFrom(memory);

    public override void Dispose()
    {
        _scratch.Dispose();
        _second.Dispose();
        _first.Dispose();
        _memory.Dispose();
    }

    protected override void Update(StateBlock parameters, StateBlock gradient)
    {
        var (p, g) = (parameters.Tensor, gradient.Tensor);
        switch (_settings)
        {
            case OptimizerSettings.Sgd sgd: Sgd(sgd, p, g); break;
            case OptimizerSettings.RmsProp rms: RmsProp(rms, p, g); break;
            case OptimizerSettings.Adam adam: Adam(adam, 0, p, g); break;
            case OptimizerSettings.AdamW w: Adam(new(w.LearningRate, w.Beta1, w.Beta2, w.Epsilon), w.WeightDecay, p, g); break;
            default: throw new InvalidOperationException($"Unknown optimiser {_settings}.");
        }
    }

    private void Sgd(OptimizerSettings.Sgd settings, Tensor parameters, Tensor gradient)
    {
        using var momentum = settings.Momentum.ToScalar();
        using var minusRate = (-settings.LearningRate).ToScalar();
        _first.mul_(momentum);
        _first.add_(gradient, Scalars.One);
        parameters.add_(_first, minusRate);
    }

    private void RmsProp(OptimizerSettings.RmsProp settings, Tensor parameters, Tensor gradient)
    {
        using var decay = settings.Decay.ToScalar();
        using var rest = (1 - settings.Decay).ToScalar();
        using var epsilon = settings.Epsilon.ToScalar();
        using var minusRate = (-settings.LearningRate).ToScalar();
        _second.mul_(decay);
        _second.addcmul_(gradient, gradient, rest);
        Root();
        _scratch.add_(epsilon, Scalars.One);
        parameters.addcdiv_(gradient, _scratch, minusRate);
    }

    private void Adam(OptimizerSettings.Adam settings, double weightDecay, Tensor parameters, Tensor gradient)
    {
        using var beta1 = settings.Beta1.ToScalar();
        using var rest1 = (1 - settings.Beta1).ToScalar();
        using var beta2 = settings.Beta2.ToScalar();
        using var rest2 = (1 - settings.Beta2).ToScalar();
        using var epsilon = settings.Epsilon.ToScalar();
        using var minusRate = (-settings.LearningRate / (1 - Math.Pow(settings.Beta1, Steps))).ToScalar();
        using var correction = (1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, Steps))).ToScalar();
        using var keep = (1 - (settings.LearningRate * weightDecay)).ToScalar();
        _first.mul_(beta1);
        _first.add_(gradient, rest1);
        _second.mul_(beta2);
        _second.addcmul_(gradient, gradient, rest2);
        Root();
        _scratch.mul_(correction);
        _scratch.add_(epsilon, Scalars.One);
        if (weightDecay != 0)
            parameters.mul_(keep);
        parameters.addcdiv_(_first, _scratch, minusRate);
    }

    /// <summary>scratch ← √second.</summary>
    private void Root()
    {
        _scratch.copy_(_second);
        _scratch.sqrt_();
    }
}
