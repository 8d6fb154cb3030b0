using System.Diagnostics;
using System.Text;
using Npgsql;
using Orchestrator.Cluster.Tests.Storage;
using Orchestrator.Silo.Hosting;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>A real PostgreSQL of this test run, in a folder and on a port of its own; starts with the first test that asks for a database.</summary>
public sealed class PostgresServer : IAsyncDisposable
{

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _said = new();
    private readonly Lazy<Task<int>> _port;
    private Process? _process;

    public PostgresServer() => _port = new Lazy<Task<int>>(StartAsync);

    /// <summary>The connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var port = await _port.Value;
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(To("postgres", port));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return To(name, port);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // The server's children follow it; its files go with the folder.
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private async Task<int> StartAsync()
    {
        var port = Loopback.FreePorts(1)[0];
        _process = Process.Start(new ProcessStartInfo("bash", [Script(), _folder.Path, $"{port}", "-c", "fsync=off", "-c", "max_connections=200"]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => _said.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(To("postgres", port));
                await connection.OpenAsync();
                return port;
            }
            catch (NpgsqlException) when (since.Elapsed < Patience.Limit && !_process.HasExited)
            {
                await Task.Delay(100);
            }
            catch (NpgsqlException error)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {_said}", error);
            }
        }
    }

    private static string To(string database, int port) => $"Host=127.0.0.1;Port={port};Username=orchestrator;Database={database}";

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln"))) return Path.Combine(folder.FullName, "deploy", "local-postgres.sh");
        throw new DirectoryNotFoundException("Orchestrator.sln is in no folder above the tests.");
    }
}
