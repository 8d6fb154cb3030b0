using System.Collections.Immutable;

namespace Orchestrator.OdeBench.Problems;

/// <summary>The peers' formula for weights and starts: chirp(s, p)[i] = s·sin((i + 1)² + p), i the row-major index; rounded to float32 as there.</summary>
internal static class Chirp
{
    public static double[] Values(int count, double scale, double phase)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)(scale * Math.Sin(((i + 1.0) * (i + 1.0)) + phase));
        return values;
    }

    /// <summary>Flat parameters of dense layers, each W [out, in] then b [out]. gain null: the spiral's scale, no bias.</summary>
    public static double[] Layers(ImmutableArray<int> sizes, double? gain)
    {
        var all = new List<double>();
        for (var k = 0; k + 1 < sizes.Length; k++)
        {
            var (inputs, outputs) = (sizes[k], sizes[k + 1]);
            var scale = gain is { } g ? Math.Sqrt(2) * g / Math.Sqrt(inputs) : 0.1 * Math.Sqrt(2);
            all.AddRange(Values(outputs * inputs, scale, 2 * k));
            all.AddRange(gain is null ? new double[outputs] : Values(outputs, 0.1, (2 * k) + 1));
        }
        return [.. all];
    }
}
