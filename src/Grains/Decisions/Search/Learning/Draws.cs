namespace Orchestrator.Grains.Decisions.Search.Learning;

/// <summary>The random numbers of one trial, one after the other.</summary>
/// <remarks>Starts above the indices that model-free samplers use, so a trial that falls back on one of them shares no number with the model's.</remarks>
internal sealed class Draws(ulong seed, long trial)
{
    /// <summary>Half of all indices of a trial are below.</summary>
    private const int FirstIndex = 1 << 30;

    private int _index = FirstIndex;

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => CounterRandom.Uniform(seed, trial, _index++);

    /// <summary>Standard normal, by inversion: one uniform number each.</summary>
    public double Normal() => Normal(Uniform());

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => Math.Min((int)(Uniform() * count), count - 1);

    /// <summary>Index drawn in proportion to these weights.</summary>
    public int Pick(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        var left = Uniform() * total;
        for (var index = 0; index < weights.Length - 1; index++)
        {
            left -= weights[index];
            if (left < 0) return index;
        }
        return weights.Length - 1;
    }

    /// <summary>Half a step of the uniform grid away from 0, where the inverse is infinite.</summary>
    private static double Normal(double uniform) => Gauss.Quantile(uniform + 1.0 / (1L << 54));
}
