using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Silo.Hosting;

/// <summary>A setting and where it makes a silo listen.</summary>
internal sealed record ListenAt(string Setting, IPEndPoint Endpoint);

/// <summary>
/// Looks whether ports are free before a silo joins. Orleans' listeners share a port with whoever shares it too: a silo that is started twice
/// would put the first one out of the cluster, and clients of a gateway would reach either of two silos.
/// </summary>
internal static class PortCheck
{
    /// <param name="wanted">Port 0 is any free one.</param>
    /// <exception cref="PortTakenException">One of them is not free, or two are the same.</exception>
    public static void AreFree(params IReadOnlyList<ListenAt> wanted)
    {
        var checkedPorts = new Dictionary<int, string>();
        foreach (var at in wanted.Where(at => at.Endpoint.Port != 0))
        {
            if (!checkedPorts.TryAdd(at.Endpoint.Port, at.Setting)) throw new PortTakenException(at.Setting, at.Endpoint, $"{checkedPorts[at.Endpoint.Port]} names the same port");
            IsFree(at);
        }
    }

    private static void IsFree(ListenAt at)
    {
        try
        {
            using var listener = new TcpListener(at.Endpoint);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new PortTakenException(at.Setting, at.Endpoint, error.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another process listens there" : $"this process cannot listen there: {error.Message}");
        }
    }
}
