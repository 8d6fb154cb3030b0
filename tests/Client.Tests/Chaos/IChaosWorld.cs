using System.Collections.Immutable;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>An installation of real processes that is disturbed and healed again and again.</summary>
internal interface IChaosWorld : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Data directory and environment of the commands that talk to it.</summary>
    TemporaryFolder Folder { get; }

    /// <summary>Environment of a command.</summary>
    (string Name, string Value)[] Environment { get; }

    /// <summary>Faults that it has of its own.</summary>
    ImmutableArray<FaultKind> Kinds { get; }

    /// <summary>Ids of the silos' processes that have not ended.</summary>
    ImmutableArray<int> Silos { get; }

    /// <summary>A fault of its own; what exactly and when is the generator's choice alone.</summary>
    Fault Next(FaultKind kind, Random random);

    /// <summary>Whatever hangs goes on, whatever has ended starts again, and all of it answers.</summary>
    Task HealAsync(CancellationToken cancellation);

    /// <summary>A client of its own, of a healed world.</summary>
    Task<SiloConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>What its processes have said, for a failure; also those that have ended.</summary>
    string Said { get; }

    /// <summary>Leaves what tells of a failure in a folder: the ledger and what was said.</summary>
    Task KeepAsync(string folder, CancellationToken cancellation);
}
