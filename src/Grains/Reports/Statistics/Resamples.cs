using System.Collections.Immutable;
using Orchestrator.Grains.Decisions.Search;

namespace Orchestrator.Grains.Reports.Statistics;

/// <summary>Bootstrap samples of n values as positions, drawn with replacement: a function of n alone, so every report of the same rows says the same.</summary>
internal static class Resamples
{
    /// <summary>Enough that a 95 % limit moves by about a percent of the interval's width from one set of resamples to another.</summary>
    public const int Count = 2000;

    /// <summary>Beyond this many values nothing is resampled.</summary>
    public const int MostValues = 200;

    private const ulong Seed = 0x5EED_0F_B007;

    private static readonly ImmutableArray<Lazy<byte[]>> Tables =
        [.. Enumerable.Range(0, MostValues + 1).Select(count => new Lazy<byte[]>(() => Draw(count)))];

    /// <summary>Positions of resample <paramref name="index"/> of <paramref name="count"/> values.</summary>
    public static ReadOnlySpan<byte> Of(int count, int index) => Tables[count].Value.AsSpan(index * count, count);

    private static byte[] Draw(int count)
    {
        var positions = new byte[Count * count];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = (byte)(CounterRandom.Uniform(Seed, count, i) * count);
        return positions;
    }
}
