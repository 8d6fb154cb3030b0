using System.Diagnostics;
using System.Text;
using Npgsql;
using Orchestrator.Client.Tests.Isolation;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>A PostgreSQL server as a child process, which can be killed and started again.</summary>
internal sealed class DatabaseProcess(string folder, int port) : IDisposable
{
    private readonly StringBuilder _said = new();
    private Process? _process;

    public string ConnectionString { get; } = $"Host=127.0.0.1;Port={port};Username=orchestrator;Database=postgres";

    /// <summary>Answers when it does.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(100, cancellation))
        {
            // One that was killed leaves children behind for a moment, and the next one refuses to start beside them.
            if (_process is not { HasExited: false }) Launch();
            try
            {
                await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
                await connection.OpenAsync(cancellation);
                return;
            }
            catch (NpgsqlException error) when (since.Elapsed > Patience.Limit)
            {
                throw new InvalidOperationException($"PostgreSQL did not start:\n{_said}", error);
            }
            catch (NpgsqlException)
            {
            }
        }
    }

    /// <summary>SIGKILL to the server; its children follow.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>The server and the processes that it has for its clients.</summary>
    public async Task SignalAllAsync(string name)
    {
        var server = _process!.Id;
        await DeviceChildren.SignalAsync(name, server);
        foreach (var child in DeviceChildren.AllOf(server)) await DeviceChildren.SignalAsync(name, child);
    }

    /// <summary>Nobody else reads or writes the table meanwhile.</summary>
    public async Task LockAsync(string table, TimeSpan time, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = new NpgsqlCommand($"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await take.ExecuteNonQueryAsync(cancellation);
        await Task.Delay(time, cancellation);
    }

    /// <summary>Cuts every connection of everybody.</summary>
    public async Task CutConnectionsAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var cut = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()", connection);
        await cut.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>All that the server holds, as SQL.</summary>
    public async Task DumpAsync(string file, CancellationToken cancellation)
    {
        // Debian keeps the server's programs off the path.
        const string Dump = "PATH=\"$(echo /usr/lib/postgresql/*/bin | tr ' ' :):$PATH\" exec pg_dump -h 127.0.0.1 -p \"$0\" -U orchestrator -f \"$1\" postgres";
        using var dump = Process.Start("bash", ["-c", Dump, $"{port}", file]);
        await dump.WaitForExitAsync(cancellation);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
    }

    private void Launch()
    {
        _process?.Dispose();
        // What the process has handed over survives its death without a flush to disk; power cuts are not tested here.
        _process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "deploy", "local-postgres.sh"), folder, $"{port}", "-c", "fsync=off", "-c", "max_connections=300"]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_said) _said.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }
}
