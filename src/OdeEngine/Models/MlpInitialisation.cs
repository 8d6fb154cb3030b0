using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Models;

/// <summary>
/// Start values of an MLP vector field from one explicit generator. Weights are normal with variance gain²/inputs (LeCun: gain 1; He: gain √2
/// for the activations that cut one side off), biases zero. The last layer is smaller by <see cref="LastLayerFactor"/>, so that the
/// first flow is gentle: states hardly move and solves are cheap until training asks for more.
/// </summary>
/// <remarks>
/// LeCun et al., "Efficient BackProp", 1998, section 4.6; He et al., "Delving deep into rectifiers", 2015.
/// All numbers are drawn at once in float64 and rounded, so float32 and float64 runs of one seed start at the same point.
/// </remarks>
internal static class MlpInitialisation
{
    /// <summary>Slopes of about a tenth of the state per unit of time.</summary>
    public const double LastLayerFactor = 0.1;

    public static void Fill(ParameterBlock parameters, MlpShape shape, ActivationKind activation, ulong seed)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(seed);
        var draws = torch.randn([parameters.Count], dtype: ScalarType.Float64, device: torch.CPU, generator: generator);
        using var scales = torch.tensor(Scales(shape, activation), dtype: ScalarType.Float64);
        parameters.Flat.copy_(draws.mul_(scales));
    }

    private static double[] Scales(MlpShape shape, ActivationKind activation)
    {
        var scales = new double[shape.ParameterCount];
        for (var k = 0; k < shape.Layers.Length; k++)
        {
            var layer = shape.Layers[k];
            var last = k == shape.Layers.Length - 1;
            var gain = last ? LastLayerFactor : Gain(activation);
            scales.AsSpan(layer.WeightOffset, layer.WeightCount).Fill(gain / Math.Sqrt(layer.Inputs));
        }
        return scales;
    }

    private static double Gain(ActivationKind activation)
        => activation is ActivationKind.Relu or ActivationKind.Silu or ActivationKind.Elu or ActivationKind.Softplus ? Math.Sqrt(2) : 1;
}
