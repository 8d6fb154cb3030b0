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

    /// <summary>A fault of its kind; what and when is the generator's choice alone.</summary>
    Fault Next(Random random);

    /// <summary>A fault of a device process, where one is; what, where and when is the generator's choice alone.</summary>
    Fault NextOfDevices(Random random);

    /// <summary>Device processes that were stopped for good go on, and end where nobody wants them any more.</summary>
    Task AwakenDevicesAsync();

    /// <summary>Whatever hangs goes on, whatever has ended starts again, and all of it answers.</summary>
    Task HealAsync(CancellationToken cancellation);

    /// <summary>A client of its own, of a healed world.</summary>
    Task<SiloConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>What its processes have said, for a failure.</summary>
    string Said { get; }
}
