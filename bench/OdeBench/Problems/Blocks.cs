using Orchestrator.OdeEngine.Problems;
using static TorchSharp.torch;

namespace Orchestrator.OdeBench.Problems;

/// <summary>Blocks from and to float64 values.</summary>
internal static class Blocks
{
    public static void Fill(StateBlock block, ReadOnlySpan<double> values)
    {
        if (values.Length != block.Count)
            throw new ArgumentException($"{values.Length} values for a block of {block.Count}: both must be equal.", nameof(values));
        if (!block.OnCpu)
        {
            using var host = tensor(values.ToArray(), dtype: block.ElementType).view(block.Batch, block.Features);
            block.Tensor.copy_(host);
        }
        else if (block.ElementType == ScalarType.Float64)
            values.CopyTo(block.Doubles);
        else
            for (var i = 0; i < values.Length; i++)
                block.Floats[i] = (float)values[i];
    }

    public static double[] Values(StateBlock block)
    {
        if (block.OnCpu)
            return block.ElementType == ScalarType.Float64 ? block.Doubles.ToArray() : [.. block.Floats.ToArray().Select(value => (double)value)];
        using var host = StateBlock.Zeros(block.Batch, block.Features, block.ElementType);
        host.Tensor.copy_(block.Tensor);
        return Values(host);
    }
}
