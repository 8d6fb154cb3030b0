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
        if (block.ElementType == ScalarType.Float64)
            values.CopyTo(block.Doubles);
        else
            for (var i = 0; i < values.Length; i++)
                block.Floats[i] = (float)values[i];
    }

    public static double[] Values(StateBlock block)
        => block.ElementType == ScalarType.Float64 ? block.Doubles.ToArray() : [.. block.Floats.ToArray().Select(value => (double)value)];
}
