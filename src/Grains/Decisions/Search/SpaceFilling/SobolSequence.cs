using System.Numerics;

namespace Orchestrator.Grains.Decisions.Search.SpaceFilling;

/// <summary>Points that cover the unit cube evenly: of the first 2^k, every binary box of the right size holds the same number.</summary>
internal static class SobolSequence
{
    /// <summary>Keeps the hashes of scrambling apart from the sampler's other random numbers.</summary>
    private const uint Scrambling = 1;

    private const double Unit = 1.0 / (1UL << SobolDirections.Bits);

    /// <summary>Most coordinates of a point.</summary>
    public static int Dimensions => SobolDirections.All.Length;

    /// <summary>In [0, 1). The order is that of Gray's code (Antonov, Saleev 1979), as in the common libraries: 0, 1/2, 3/4, 1/4, …</summary>
    public static double Plain(long index, int dimension) => Digits(index, dimension) * Unit;

    /// <summary>In [0, 1): the same with its digits flipped at random, which keeps the even covering and makes every point uniform.</summary>
    /// <remarks>
    /// Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995: whether a digit flips depends on all digits before it. The flips are
    /// hashes instead of a stored tree, so a point needs no other point.
    /// </remarks>
    public static double Scrambled(long index, int dimension, ulong seed)
    {
        var plain = Digits(index, dimension);
        var scrambled = 0UL;
        for (var digit = 0; digit < SobolDirections.Bits; digit++)
        {
            var place = SobolDirections.Bits - 1 - digit;
            var before = plain >> (place + 1);
            var node = new CounterRandom.Counter((uint)before, (uint)(before >> 32), (uint)((dimension << 8) | digit), Scrambling);
            var flip = CounterRandom.Philox(node, (uint)seed, (uint)(seed >> 32)).A & 1;
            scrambled |= ((plain >> place & 1) ^ flip) << place;
        }
        return scrambled * Unit;
    }

    private static ulong Digits(long index, int dimension)
    {
        var directions = SobolDirections.All[dimension];
        var gray = ((ulong)index ^ ((ulong)index >> 1)) & ((1UL << SobolDirections.Bits) - 1);
        var digits = 0UL;
        for (; gray != 0; gray &= gray - 1) digits ^= directions[BitOperations.TrailingZeroCount(gray)];
        return digits;
    }
}
