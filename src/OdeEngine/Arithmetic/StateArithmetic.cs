using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>Makes the arithmetic for blocks of one shape, element type and device.</summary>
internal delegate IStateArithmetic ArithmeticFactory(ArithmeticLayout layout, ScalarType elementType, Device device);

/// <summary>Picks the arithmetic for a device and element type.</summary>
internal static class StateArithmetic
{
    /// <summary>Vector code on the processor, tensor operations elsewhere.</summary>
    public static IStateArithmetic For(ArithmeticLayout layout, ScalarType elementType, Device device)
        => device.type != DeviceType.CPU ? OnTensors(layout, elementType, device)
            : elementType == ScalarType.Float64 ? new CpuArithmetic<double>(layout)
            : new CpuArithmetic<float>(layout);

    /// <summary>Tensor operations on any device, the processor included: what a GPU runs, checked where there is none.</summary>
    public static IStateArithmetic OnTensors(ArithmeticLayout layout, ScalarType elementType, Device device) => new TorchArithmetic(layout, elementType, device);
}
