using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>An execution of a run as the cluster's ledger has it.</summary>
internal sealed record AttemptOf(string Run, int Attempt, int SiloPort, DateTimeOffset StartedAt, string Ending, int ResumedAtIteration);

/// <summary>deploy/local-cluster.sh as a person would start it: PostgreSQL and three silos with one slot each.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly Process _script;
    private readonly StringBuilder _said = new();
    private readonly string _folder;
    private readonly int _port;

    private LocalCluster(Process script, string folder, int port) => (_script, _folder, _port) = (script, folder, port);

    public static async Task<LocalCluster> StartAsync(TemporaryFolder folder, CancellationToken cancellation)
    {
        // Where root runs the tests, the database server is another user, who must get through to its own folder.
        using (var open = Process.Start("chmod", ["a+x", folder.Path]))
            await open.WaitForExitAsync(cancellation);
        var place = Path.Combine(folder.Path, "cluster");
        var port = FreePorts();
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "deploy", "local-cluster.sh"), place, $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORCHESTRATOR_SILO"] = Path.Combine(Path.GetDirectoryName(Repository.Program)!, "Orchestrator.Silo.dll");
        start.Environment["ORCHESTRATOR_CPUSLOTS"] = "1";
        var cluster = new LocalCluster(Process.Start(start)!, place, port);
        await cluster.IsUpAsync(cancellation);
        return cluster;
    }

    /// <summary>Environment of a client that starts with the gateway of this silo (1, 2 or 3).</summary>
    public (string Name, string Value) Gateway(int silo) => ("ORCHESTRATOR_CLUSTER", $"127.0.0.1:{_port + 10 + silo}");

    public int SiloPort(int silo) => _port + silo;

    public Process Silo(int silo) => Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_folder, $"silo-{silo}.pid")), CultureInfo.InvariantCulture));

    public string LogOf(int silo) => File.ReadAllText(Path.Combine(_folder, "logs", $"silo-{silo}.log"));

    /// <summary>In the order in which they started.</summary>
    public async Task<IReadOnlyList<AttemptOf>> AttemptsAsync(CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={_port};Username=orchestrator;Database=postgres");
        await using var command = database.CreateCommand("SELECT trial || '/' || replicate, attempt, worker, started_at, ending, resumed_at_iteration FROM attempts ORDER BY started_at");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var attempts = new List<AttemptOf>();
        while (await reader.ReadAsync(cancellation))
            attempts.Add(new AttemptOf(reader.GetString(0), reader.GetInt32(1), PortOf(reader.GetString(2)), DateTimeOffset.Parse(reader.GetString(3), CultureInfo.InvariantCulture), reader.GetString(4), reader.GetInt32(5)));
        return attempts;
    }

    /// <summary>Waits until a run that was on this silo has begun again on another.</summary>
    public async Task HasMovedAsync(string run, int silo, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(100, cancellation))
        {
            var attempts = (await AttemptsAsync(cancellation)).Where(attempt => attempt.Run == run).ToArray();
            if (attempts[^1].SiloPort != SiloPort(silo))
                return;
            Assert.True(since.Elapsed < Patience.Limit, $"Run {run} is still on silo {silo}.");
        }
    }

    /// <summary>Waits until an attempt runs on this silo that has stored a checkpoint.</summary>
    public async Task<string> HasCheckpointAsync(int silo, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={_port};Username=orchestrator;Database=postgres");
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50, cancellation))
        {
            await using var command = database.CreateCommand(
                "SELECT a.trial || '/' || a.replicate FROM attempts a JOIN checkpoints c USING (sweep_id, trial, replicate, epoch) WHERE a.ending = 'running' AND a.worker LIKE $1 LIMIT 1");
            command.Parameters.Add(new NpgsqlParameter { Value = $"%:{SiloPort(silo)}@%" });
            if (await command.ExecuteScalarAsync(cancellation) is string run)
                return run;
            Assert.True(since.Elapsed < Patience.Limit, $"No attempt on silo {silo} has stored a checkpoint.\n{LogOf(silo)}");
        }
    }

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

    /// <summary>The first of the ports that the script takes; below those that the system gives to outgoing connections.</summary>
    private static int FreePorts()
    {
        while (true)
        {
            var first = Random.Shared.Next(20_000, 32_000);
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

    /// <summary>Of a silo's address in parsable form.</summary>
    private static int PortOf(string worker)
    {
        var colon = worker.IndexOf(':', StringComparison.Ordinal);
        return int.Parse(worker.AsSpan(colon + 1, worker.IndexOf('@', StringComparison.Ordinal) - colon - 1), CultureInfo.InvariantCulture);
    }
}
