using System.Numerics;

namespace Orchestrator.Grains.Decisions.Search.SpaceFilling;

/// <summary>A random order of the numbers below <paramref name="count"/>, each found without the others.</summary>
/// <param name="count">At least 1.</param>
/// <param name="stream">Permutations of different streams have nothing to do with each other.</param>
/// <remarks>
/// A Feistel network over the next power of four, walked until it lands below the count: Black, Rogaway, "Ciphers with arbitrary finite
/// domains", 2002. The expected walk is shorter than four steps.
/// </remarks>
internal sealed class Permutation(long count, ulong seed, int stream)
{
    /// <summary>Keeps the hashes of the rounds apart from the sampler's other random numbers.</summary>
    private const uint Permuting = 2;

    private const int Rounds = 8;

    private readonly int _half = (BitOperations.Log2((ulong)count - 1 | 1) + 2) / 2;

    /// <param name="index">From 0, below the count.</param>
    public long At(long index)
    {
        var walked = (ulong)index;
        do walked = Encipher(walked);
        while (walked >= (ulong)count);
        return (long)walked;
    }

    private ulong Encipher(ulong number)
    {
        var mask = (1UL << _half) - 1;
        var (left, right) = (number >> _half, number & mask);
        for (var round = 0; round < Rounds; round++)
        {
            var hash = CounterRandom.Philox(new CounterRandom.Counter((uint)right, (uint)round, (uint)stream, Permuting), (uint)seed, (uint)(seed >> 32)).A;
            (left, right) = (right, left ^ (hash & mask));
        }
        return (left << _half) | right;
    }
}
