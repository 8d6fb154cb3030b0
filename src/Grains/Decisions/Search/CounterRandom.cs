namespace Orchestrator.Grains.Decisions.Search;

/// <summary>Random numbers as a function of (sweep seed, trial number, draw index): no order of asking, restart or machine changes them.</summary>
/// <remarks>Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</remarks>
internal static class CounterRandom
{
    private const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public static double Uniform(ulong seed, long trial, int draw)
    {
        var block = Philox(new Counter((uint)trial, (uint)(trial >> 32), (uint)draw, 0), (uint)seed, (uint)(seed >> 32));
        return ((((ulong)block.B << 32) | block.A) >> 11) * (1.0 / (1L << 53));
    }

    internal static Counter Philox(Counter counter, uint keyA, uint keyB)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var first = (ulong)MultiplierA * counter.A;
            var second = (ulong)MultiplierB * counter.C;
            counter = new Counter((uint)(second >> 32) ^ counter.B ^ keyA, (uint)second, (uint)(first >> 32) ^ counter.D ^ keyB, (uint)first);
            keyA += WeylA;
            keyB += WeylB;
        }
        return counter;
    }

    /// <summary>Four words: the counter that goes in, and the random block that comes out.</summary>
    internal readonly record struct Counter(uint A, uint B, uint C, uint D);
}
