using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>
/// A line to the database server that stops in the midst of whatever it carries. To the server that is a client whose process was stopped (SIGSTOP): its connections
/// stay open, it sends nothing more and reads nothing more.
/// </summary>
internal sealed class StoppedLine : IDisposable
{
    /// <summary>Small, so that a stopped line takes in hardly more than what it was let.</summary>
    private const int ReceiveBuffer = 8192;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly IPEndPoint _server;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _carried;
    private long _most = long.MaxValue;

    public StoppedLine(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new IPEndPoint(IPAddress.Parse(settings.Host!), settings.Port);
        _listener.Start();
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = settings.ConnectionString;
        _ = AcceptAsync();
    }

    /// <summary>To the same database, by this line.</summary>
    public string ConnectionString { get; }

    /// <summary>Bytes so far, in both directions.</summary>
    public long Carried => Interlocked.Read(ref _carried);

    public Task HasStopped => _stopped.Task;

    /// <summary>Carries so many bytes more.</summary>
    public void StopAfter(long bytes) => Interlocked.Exchange(ref _most, Carried + bytes);

    public void GoOn()
    {
        Interlocked.Exchange(ref _most, long.MaxValue);
        _goesOn.TrySetResult();
    }

    /// <summary>As the end of the client's machine does it.</summary>
    public void Cut()
    {
        _closed.Cancel();
        _listener.Stop();
    }

    public void Dispose()
    {
        Cut();
        _listener.Dispose();
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true) _ = RelayAsync(await _listener.AcceptTcpClientAsync(_closed.Token));
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient { ReceiveBufferSize = ReceiveBuffer };
            await server.ConnectAsync(_server, _closed.Token);
            await Task.WhenAny(CarryAsync(client.GetStream(), server.GetStream()), CarryAsync(server.GetStream(), client.GetStream()));
        }
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[ReceiveBuffer];
        for (int read; (read = await from.ReadAsync(buffer, _closed.Token)) > 0;)
        {
            var before = Interlocked.Add(ref _carried, read) - read;
            var let = (int)Math.Clamp(Interlocked.Read(ref _most) - before, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, let), _closed.Token);
            if (let == read) continue;
            _stopped.TrySetResult();
            await _goesOn.Task.WaitAsync(_closed.Token);
            await to.WriteAsync(buffer.AsMemory(let, read - let), _closed.Token);
        }
    }
}
