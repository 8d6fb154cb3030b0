using Orchestrator.OdeEngine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Models;

/// <summary>An activation on tensors: z becomes its value in place, the slope goes into a given tensor.</summary>
internal abstract class TorchActivation
{
    private static readonly Scalar One = 1.ToScalar();
    private static readonly Scalar MinusOne = (-1).ToScalar();
    private static readonly Scalar Zero = 0.ToScalar();

    public abstract void Apply(Tensor z, Tensor slope);

    public static TorchActivation Of(ActivationKind kind) => kind switch
    {
        ActivationKind.Tanh => new Tanh(),
        ActivationKind.Softplus => new Softplus(),
        ActivationKind.Relu => new Relu(),
        ActivationKind.Sigmoid => new Sigmoid(),
        ActivationKind.Silu => new Silu(),
        ActivationKind.Elu => new Elu(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown activation."),
    };

    private sealed class Tanh : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            z.tanh_();
            slope.fill_(One);
            slope.addcmul_(z, z, MinusOne);
        }
    }

    private sealed class Sigmoid : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            z.sigmoid_();
            slope.copy_(z);
            slope.addcmul_(z, z, MinusOne);
        }
    }

    private sealed class Relu : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            z.relu_();
            slope.copy_(z);
            slope.sign_();
        }
    }

    /// <summary>slope = s + h(1 − s), h = z·s, s = sigmoid z.</summary>
    private sealed class Silu : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            slope.copy_(z);
            slope.sigmoid_();
            z.mul_(slope);
            using var rest = slope.neg();
            rest.add_(One);
            slope.addcmul_(z, rest, One);
        }
    }

    private sealed class Softplus : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            slope.copy_(z);
            slope.sigmoid_();
            // max(z, 0) + ln(1 + e^(−|z|)): torch's own softplus jumps to z at 20.
            using var rest = z.abs();
            rest.neg_();
            rest.exp_();
            rest.log1p_();
            z.relu_();
            z.add_(rest);
        }
    }

    private sealed class Elu : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            using var value = nn.functional.elu(z, 1.0);
            z.copy_(value);
            slope.copy_(z);
            slope.clamp_(max: Zero);
            slope.add_(One);
        }
    }
}
