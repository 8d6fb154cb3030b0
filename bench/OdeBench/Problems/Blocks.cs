using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Problems;

/// <summary>Blocks from float64 values.</summary>
internal static class Blocks
{
    public static void Fill(StateBlock block, ReadOnlySpan<double> values)
    {
        if (values.Length != block.Count)
            throw new ArgumentException($"{values.Length} values for a block of {block.Count}: both must be equal.", nameof(values));
        using var host = tensor(values.ToArray()).view(block.Batch, block.Features);
        block.Tensor.copy_(host);
    }
}
