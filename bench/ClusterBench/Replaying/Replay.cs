using Orchestrator.Grains.Interfaces.Specs;

namespace Orchestrator.Simulation;

/// <summary>What is replayed.</summary>
/// <param name="Devices">Runs that train at once.</param>
/// <param name="Sampler">A value of <c>search.kind</c>.</param>
internal sealed record Replay(long Runs, int Devices, ulong Seed, string Sampler)
{
    /// <summary>Random points, as many at a time as a small machine has cores.</summary>
    public static Replay Of(long runs, ulong seed) => new(runs, 8, seed, "random");

    public SweepSource Sweep => SimulatedSweep.Asha(Runs, Devices, Seed, Sampler);
}

/// <summary>What came of it.</summary>
/// <param name="Decisions">SHA-256 over all decisions, in their order.</param>
/// <param name="Attempts">Runs that were set aside and taken up again count anew.</param>
/// <param name="Completed">Runs that were trained to their end.</param>
/// <param name="VirtualSeconds">What the devices would have taken.</param>
internal sealed record Replayed(string Decisions, int Attempts, long Completed, double VirtualSeconds, double Seconds);
