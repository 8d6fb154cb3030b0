using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>Makes the arithmetic for blocks of one shape, element type and device.</summary>
internal delegate IStateArithmetic ArithmeticFactory(ArithmeticLayout layout, ScalarType elementType, ComputeDevice device);

/// <summary>Picks the arithmetic for a device and element type.</summary>
internal static class StateArithmetic
{
    /// <summary>Vector code on the processor, tensor operations elsewhere.</summary>
    public static IStateArithmetic For(ArithmeticLayout layout, ScalarType elementType, ComputeDevice device)
        => device.OnTensors ? new TorchArithmetic(layout, elementType, device)
            : elementType == ScalarType.Float64 ? new CpuArithmetic<double>(layout)
            : new CpuArithmetic<float>(layout);
}
