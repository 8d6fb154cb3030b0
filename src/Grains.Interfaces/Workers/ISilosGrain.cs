using System.Collections.Immutable;

namespace Orchestrator.Grains.Interfaces.Workers;

/// <summary>The silos of the cluster, as the silo that answers sees them (any key).</summary>
[Alias("silos")]
public interface ISilosGrain : IGrainWithIntegerKey
{
    /// <summary>Silos that are not dead, ordered by address.</summary>
    [Alias("list")] Task<ImmutableArray<SiloRow>> List();

    /// <summary>The silo shall leave: its runs write checkpoints and go elsewhere, then its process ends. Answers when it has taken note; asking twice changes nothing.</summary>
    /// <param name="silo">Address in parsable form.</param>
    [Alias("drain")] Task<DrainAnswer> Drain(string silo);
}

/// <param name="Address">In parsable form, generation included; workers of leases and devices are named so.</param>
/// <param name="Leaving">It goes down in good order.</param>
[GenerateSerializer, Immutable, Alias("silo-row")]
public sealed record SiloRow(string Address, bool Leaving);

/// <summary>What became of the wish that a silo leaves. Unknown numbers read as Refused.</summary>
public enum DrainAnswer
{
    /// <summary>The silo lives in a process that has another purpose and ends with it.</summary>
    Refused = 1,

    Leaving = 2,
}
