using Orchestrator.OdeEngine;
using Orchestrator.OdeEngine.Problems;
using Orchestrator.OdeEngine.Solvers;
using TorchSharp;

namespace Orchestrator.OdeBench.Problems;

/// <summary>One workload of the peer's script, in either dtype: all numbers are float32 values, so that float64 solves the same problem exactly.</summary>
internal sealed record Workload
{
    public required string Name { get; init; }
    public required Func<torch.ScalarType, ComputeDevice, IVectorField> NewField { get; init; }
    /// <summary>Its right-hand side or its training loop is written for the processor's memory only.</summary>
    public bool OnProcessorOnly { get; init; }
    public required int Batch { get; init; }
    /// <summary>[batch, features].</summary>
    public required double[] Start { get; init; }
    public required double[] Times { get; init; }
    public required SolveSettings Settings { get; init; }
    /// <summary>A gradient method's name; null: forward only.</summary>
    public string? Gradient { get; init; }
    public Loss? Loss { get; init; }
    /// <summary>Set where the workload is a training instead of one forward and backward.</summary>
    public SpiralCurve? Training { get; init; }
    /// <summary>True if the forward solve keeps tapes: its bound is then made of taped calls.</summary>
    public bool KeepsTapes => Gradient == "direct";
}
