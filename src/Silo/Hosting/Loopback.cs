using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Silo.Hosting;

/// <summary>Ports on 127.0.0.1.</summary>
internal static class Loopback
{
    /// <summary>Different free ports. Another process may still take one before it is used: whoever listens must be ready to ask again.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners) listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }

    /// <summary>True if something accepts connections there.</summary>
    public static bool Answers(IPEndPoint endpoint, TimeSpan timeout)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            return socket.ConnectAsync(endpoint).Wait(timeout);
        }
        catch (AggregateException error) when (error.InnerException is SocketException)
        {
            return false;
        }
    }
}
