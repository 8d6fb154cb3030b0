using TorchSharp;
using static TorchSharp.torch;

namespace Orchestrator.OdeEngine.Arithmetic;

/// <summary>Picks the arithmetic for a device and element type.</summary>
internal static class StateArithmetic
{
    public static IStateArithmetic For(ArithmeticLayout layout, ScalarType elementType, Device device)
        => device.type != DeviceType.CPU ? new TorchArithmetic(layout, elementType, device)
            : elementType == ScalarType.Float64 ? new CpuArithmetic<double>(layout)
            : new CpuArithmetic<float>(layout);
}
