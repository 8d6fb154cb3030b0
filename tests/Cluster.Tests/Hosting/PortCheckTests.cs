using System.Net;
using System.Net.Sockets;
using Orchestrator.Silo;

namespace Orchestrator.Cluster.Tests.Hosting;

public sealed class PortCheckTests
{
    /// <summary>Nobody is asked for a database before the ports are known to be free.</summary>
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Username=u;Database=d;Timeout=5";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_that_is_started_twice_does_not_put_the_first_one_out_of_its_cluster()
    {
        using var first = Sharing();
        var error = await Assert.ThrowsAsync<PortTakenException>(() => ClusterSilo.StartAsync(new ClusterSiloOptions(NoDatabase) { Roles = SiloRoles.Worker, SiloPort = PortOf(first) }, Cancellation));
        Assert.Contains($"SiloPort = '{PortOf(first)}': another process listens there (127.0.0.1:{PortOf(first)})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_of_a_gateway_do_not_reach_either_of_two_silos()
    {
        using var first = Sharing();
        var error = await Assert.ThrowsAsync<PortTakenException>(() => ClusterSilo.StartAsync(new ClusterSiloOptions(NoDatabase) { SiloPort = FreePort(), GatewayPort = PortOf(first) }, Cancellation));
        Assert.StartsWith("GatewayPort = ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_settings_with_one_port_are_told()
    {
        var port = FreePort();
        var error = await Assert.ThrowsAsync<PortTakenException>(() => ClusterSilo.StartAsync(new ClusterSiloOptions(NoDatabase) { SiloPort = port, GatewayPort = port }, Cancellation));
        Assert.Contains("SiloPort names the same port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_of_a_directory_whose_page_port_is_taken_makes_no_directory()
    {
        using var first = Sharing();
        var directory = Path.Combine(Path.GetTempPath(), $"orchestrator-test-{Guid.NewGuid():N}");
        await Assert.ThrowsAsync<PortTakenException>(() => EmbeddedSilo.StartAsync(new EmbeddedSiloOptions(directory) { HttpPort = PortOf(first) }, Cancellation));
        Assert.False(Directory.Exists(directory));
    }

    /// <summary>As the listeners of a silo do it: whoever shares too can listen on the same port.</summary>
    private static Socket Sharing()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return PortOf(listener.Server);
    }
}
