using System.Collections.Immutable;
using Orchestrator.OdeEngine.Training;

namespace Orchestrator.OdeEngine.Models;

/// <summary>One dense layer x ↦ x·Wᵀ + b and where it lies in the flat parameters: W [outputs, inputs] row-major, then b [outputs], as in PyTorch.</summary>
internal readonly record struct DenseLayer(int Inputs, int Outputs, int WeightOffset)
{
    public int WeightCount => Inputs * Outputs;
    public int BiasOffset => WeightOffset + WeightCount;
    public int End => BiasOffset + Outputs;
}

/// <summary>An MLP vector field laid out: state features, input transformation and layers in order.</summary>
internal sealed record MlpShape(int Features, int Power, bool TimeInput, ImmutableArray<DenseLayer> Layers)
{
    public int ParameterCount => Layers[^1].End;
    public int WidestLayer => Layers.Max(layer => Math.Max(layer.Inputs, layer.Outputs));

    /// <param name="features">State features, augmented ones included.</param>
    public static MlpShape Of(ModelSettings.Mlp settings, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Power, 1);
        var layers = ImmutableArray.CreateBuilder<DenseLayer>();
        var offset = 0;
        var inputs = features + (settings.TimeInput ? 1 : 0);
        foreach (var outputs in settings.Hidden.Append(features))
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
            var layer = new DenseLayer(inputs, outputs, offset);
            layers.Add(layer);
            offset = layer.End;
            inputs = outputs;
        }
        return new MlpShape(features, settings.Power, settings.TimeInput, layers.ToImmutable());
    }
}
