using System.Numerics;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Training;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Models;

/// <summary>Where vector fields with parameters come from.</summary>
public static class VectorFields
{
    /// <summary>
    /// Up to this many weights in the largest layer the managed kernels run on the CPU; above, libtorch. Measured on one AVX-512 core at batch 1
    /// to 128: below it the kernels win, by 1.4 times at the limit and by 30 for the smallest; at 256 × 256 and batch 1 libtorch begins to win.
    /// </summary>
    public const int LargestManagedProduct = 200 * 200;

    /// <summary>
    /// The field of these settings with start values drawn from <paramref name="seed"/>: the same seed gives the same bits. It owns its
    /// parameters; dispose it.
    /// </summary>
    /// <param name="features">State features per sample, augmented ones included.</param>
    /// <param name="device">Null: the processor.</param>
    public static MlpField Create(ModelSettings model, int features, ScalarType elementType, ComputeDevice? device, ulong seed)
    {
        var mlp = (ModelSettings.Mlp)model;
        var shape = MlpShape.Of(mlp, features);
        var managed = device is not { OnTensors: true } && shape.Layers.All(layer => layer.WeightCount <= LargestManagedProduct);
        var field = Create(mlp, shape, elementType, device, managed);
        MlpInitialisation.Fill(field.Parameters, shape, mlp.Activation, seed);
        return field;
    }

    internal static MlpField Create(ModelSettings.Mlp settings, MlpShape shape, ScalarType elementType, ComputeDevice? device, bool managed)
    {
        if (elementType is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"A vector field works in float32 or float64, not {elementType}.", nameof(elementType));
        var parameters = new ParameterBlock(shape.ParameterCount, elementType, device);
        if (!managed)
            return new MlpField(new TorchMlpField(shape, settings.Activation, parameters));
        return new MlpField(elementType == ScalarType.Float32
            ? Managed<float>(shape, settings.Activation, parameters)
            : Managed<double>(shape, settings.Activation, parameters));
    }

    private static IOwnedField Managed<T>(MlpShape shape, ActivationKind activation, ParameterBlock parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => activation switch
        {
            ActivationKind.Tanh => new ManagedMlpField<T, TanhActivation<T>>(shape, parameters),
            ActivationKind.Softplus => new ManagedMlpField<T, SoftplusActivation<T>>(shape, parameters),
            ActivationKind.Relu => new ManagedMlpField<T, ReluActivation<T>>(shape, parameters),
            ActivationKind.Sigmoid => new ManagedMlpField<T, SigmoidActivation<T>>(shape, parameters),
            ActivationKind.Silu => new ManagedMlpField<T, SiluActivation<T>>(shape, parameters),
            ActivationKind.Elu => new ManagedMlpField<T, EluActivation<T>>(shape, parameters),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
        };
}
