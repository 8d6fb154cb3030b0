namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// Random numbers as a function of (seed, purpose, number): SplitMix64. There is no state to save, so a resumed run draws what the
/// undisturbed one would have drawn.
/// </summary>
/// <remarks>Steele, Lea &amp; Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
internal struct RandomStream(ulong seed, ulong purpose, ulong number)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    public const ulong ModelPurpose = 1;
    public const ulong DataPurpose = 2;

    private ulong _state = Mix(Mix(seed + GoldenGamma) ^ Mix(purpose)) ^ Mix(number + GoldenGamma);

    public ulong Next() => Mix(_state += GoldenGamma);

    /// <summary>0 … limit − 1, without bias.</summary>
    public int Below(int limit)
    {
        var threshold = (ulong)-(long)limit % (ulong)limit;
        ulong draw;
        do
            draw = Next();
        while (draw < threshold);
        return (int)(draw % (ulong)limit);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
