using Orchestrator.OdeEngine.Arithmetic;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Models;

/// <summary>An activation on tensors: z becomes its value in place, the slope goes into a given tensor.</summary>
internal abstract class TorchActivation
{
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
            slope.fill_(Scalars.One);
            slope.addcmul_(z, z, Scalars.MinusOne);
        }
    }

    private sealed class Sigmoid : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            z.sigmoid_();
            slope.copy_(z);
            slope.addcmul_(z, z, Scalars.MinusOne);
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
            rest.add_(Scalars.One, Scalars.One);
            slope.addcmul_(z, rest, Scalars.One);
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
            z.add_(rest, Scalars.One);
        }
    }

    private sealed class Elu : TorchActivation
    {
        public override void Apply(Tensor z, Tensor slope)
        {
            // max(z, 0) + (e^min(z, 0) − 1), whose slope is the second term + 1.
            slope.copy_(z);
            slope.clamp_(max: Scalars.Zero);
            slope.expm1_();
            z.relu_();
            z.add_(slope, Scalars.One);
            slope.add_(Scalars.One, Scalars.One);
        }
    }
}
