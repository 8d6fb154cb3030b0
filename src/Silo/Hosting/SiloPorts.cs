using System.Net.Sockets;

namespace Orchestrator.Silo.Hosting;

/// <summary>Ports of one silo.</summary>
/// <param name="Gateway">For clients; 0: none.</param>
internal sealed record SiloPorts(int Silo, int Gateway)
{
    public bool HasGateway => Gateway != 0;

    public static SiloPorts Choose()
    {
        var ports = Loopback.FreePorts(2);
        return new SiloPorts(ports[0], ports[1]);
    }

    /// <summary>True if a start failed because another process listens on a chosen port.</summary>
    public static bool IsTaken(Exception error) =>
        error is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } || error.InnerException is { } inner && IsTaken(inner);
}
