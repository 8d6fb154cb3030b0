using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>deploy/local-cluster.sh as a person would start it: PostgreSQL and three silos with one slot each.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private const int LowestPort = 20_000;
    private const int PortsOfABlock = 20;
    private const int Blocks = 600;

    /// <summary>Another process that runs these tests begins elsewhere, most likely.</summary>
    private static int _blocks = Random.Shared.Next(Blocks);

    private readonly Process _script;
    private readonly StringBuilder _said = new();
    private readonly string _folder;
    private readonly int _port;

    private LocalCluster(Process script, string folder, int port) => (_script, _folder, _port) = (script, folder, port);

    public static async Task<LocalCluster> StartAsync(TemporaryFolder folder, CancellationToken cancellation, params (string Name, string Value)[] environment)
    {
        // Where root runs the tests, the database server is another user, who must get through to its own folder.
        using (var open = Process.Start("chmod", ["a+x", folder.Path]))
            await open.WaitForExitAsync(cancellation);
        var place = Path.Combine(folder.Path, "cluster");
        var port = FreePorts();
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "deploy", "local-cluster.sh"), place, $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORCHESTRATOR_SILO"] = Path.Combine(Path.GetDirectoryName(Repository.Program)!, "Orchestrator.Silo.dll");
        start.Environment["ORCHESTRATOR_CPUSLOTS"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var cluster = new LocalCluster(Process.Start(start)!, place, port);
        await cluster.IsUpAsync(cancellation);
        return cluster;
    }

    /// <summary>Environment of a client that starts with the gateway of this silo (1, 2 or 3).</summary>
    public (string Name, string Value) Gateway(int silo) => ("ORCHESTRATOR_CLUSTER", $"127.0.0.1:{_port + 10 + silo}");

    public int DatabasePort => _port;

    public int SiloPort(int silo) => _port + silo;

    public int GatewayPort(int silo) => _port + 10 + silo;

    public ClusterLedger Ledger => new($"Host=127.0.0.1;Port={_port};Username=orchestrator;Database=postgres");

    public Process Silo(int silo) => Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_folder, $"silo-{silo}.pid")), CultureInfo.InvariantCulture));

    public string LogOf(int silo) => File.ReadAllText(Path.Combine(_folder, "logs", $"silo-{silo}.log"));

    /// <param name="name">KILL, TERM …</param>
    public static async Task SignalAsync(string name, Process process)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("TERM", _script);
        using var limit = new CancellationTokenSource(Patience.Limit);
        await _script.WaitForExitAsync(limit.Token);
        _script.Dispose();
    }

    /// <summary>The first of the ports that the script takes; below those that the system gives to outgoing connections. No two clusters of this process get the same.</summary>
    internal static int FreePorts()
    {
        while (true)
        {
            var first = LowestPort + ((Interlocked.Increment(ref _blocks) % Blocks) * PortsOfABlock);
            if (new[] { 0, 1, 2, 3, 11, 12, 13 }.All(offset => IsFree(first + offset)))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task IsUpAsync(CancellationToken cancellation)
    {
        var up = new TaskCompletionSource();
        _script.OutputDataReceived += (_, line) => { if (line.Data?.StartsWith("Three silos serve", StringComparison.Ordinal) == true) up.TrySetResult(); };
        _script.ErrorDataReceived += (_, line) => _said.AppendLine(line.Data);
        _script.BeginOutputReadLine();
        _script.BeginErrorReadLine();
        var ended = _script.WaitForExitAsync(cancellation);
        if (await Task.WhenAny(up.Task, ended, Task.Delay(Patience.Limit, cancellation)) == up.Task) return;
        await DisposeAsync();
        throw new InvalidOperationException($"The cluster did not start: {_said}");
    }
}
