using Orchestrator.OdeEngine.Models;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Tests.Models;

/// <summary>The MLP written with plain libtorch operators and differentiated by autograd.</summary>
internal sealed record Reference(Tensor Slope, Tensor YBar, Tensor ParameterBar, Tensor TBar)
{
    public static Reference Of(ModelSettings.Mlp settings, Tensor flat, Tensor state, Tensor times, Tensor cotangent)
    {
        using var grad = enable_grad();
        var theta = flat.detach().clone().requires_grad_(true);
        var y = state.detach().clone().requires_grad_(true);
        var t = times.detach().clone().requires_grad_(true);
        var shape = MlpShape.Of(settings, (int)state.size(1));
        var x = y.pow(settings.Power);
        x = settings.TimeInput ? cat([x, t], 1) : x;
        for (var k = 0; k < shape.Layers.Length; k++)
        {
            var layer = shape.Layers[k];
            var weight = theta.narrow(0, layer.WeightOffset, layer.WeightCount).view(layer.Outputs, layer.Inputs);
            x = x.mm(weight.t()) + theta.narrow(0, layer.BiasOffset, layer.Outputs);
            x = k == shape.Layers.Length - 1 ? x : Activated(settings.Activation, x);
        }
        (x * cotangent).sum().backward();
        return new Reference(x.detach(), y.grad!, theta.grad!, settings.TimeInput ? t.grad! : zeros(1));
    }

    private static Tensor Activated(ActivationKind kind, Tensor x) => kind switch
    {
        ActivationKind.Tanh => x.tanh(),
        ActivationKind.Softplus => nn.functional.relu(x) + x.abs().neg().exp().log1p(),
        ActivationKind.Relu => nn.functional.relu(x),
        ActivationKind.Sigmoid => x.sigmoid(),
        ActivationKind.Silu => nn.functional.silu(x),
        _ => nn.functional.elu(x, 1.0),
    };
}
