namespace Orchestrator.Grains.Decisions.Search.Gp;

/// <summary>What a kernel has besides data, as logarithms: one length per key, then the variances of signal and noise.</summary>
/// <remarks>
/// Normal priors on the logarithms. A length is about half of its key's range, give or take a factor of e: priors that favour longer ones (Hvarfner,
/// Hellsten, Nardi, ICML 2024) make the model sure of keys of which it has seen few values, and it then stays with the first good choice
/// (docs/search.md has the figures). Signal and noise are wide, in the unit of <see cref="Warp"/>; the noise may all but vanish, because many
/// objectives have none.
/// </remarks>
internal static class Hyperparameters
{
    private const double LengthVariance = 1, SignalVariance = 4, NoiseVariance = 9;
    private static readonly double _lengthMean = Math.Log(0.5), _noiseMean = Math.Log(1e-5);

    public static int Count(int keys) => keys + 2;

    public static double[] Low(int keys) => Vector(keys, Math.Log(0.02), Math.Log(0.05), Math.Log(1e-10));
    public static double[] High(int keys) => Vector(keys, Math.Log(50), Math.Log(1000), 0);

    /// <summary>Where the search for the best ones starts.</summary>
    public static double[] Start(int keys) => Vector(keys, _lengthMean, 0, Math.Log(1e-4));

    /// <summary>Adds the prior's negative log density, up to a constant, to a value and its gradient.</summary>
    public static double AddPrior(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        var keys = logs.Length - 2;
        var value = 0.0;
        for (var index = 0; index < logs.Length; index++)
        {
            var (mean, variance) = index < keys ? (_lengthMean, LengthVariance) : index == keys ? (0, SignalVariance) : (_noiseMean, NoiseVariance);
            var gap = logs[index] - mean;
            value += 0.5 * gap * gap / variance;
            gradient[index] += gap / variance;
        }
        return value;
    }

    private static double[] Vector(int keys, double length, double signal, double noise) => [.. Enumerable.Repeat(length, keys), signal, noise];
}
