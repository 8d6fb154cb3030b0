using Orchestrator.Client.Connection;
using Orchestrator.Client.Output;

namespace Orchestrator.Client;

/// <summary>What every command works with.</summary>
internal sealed record ClientServices(ConsoleStreams Streams, ISiloConnector Connector, TimeProvider Time);
