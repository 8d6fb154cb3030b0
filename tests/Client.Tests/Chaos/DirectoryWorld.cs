using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>One process over a data directory, kept by 'up'.</summary>
internal sealed class DirectoryWorld : IChaosWorld
{
    private readonly DeviceFaults _devices = new();
    private OrchestratorProcess? _up;

    public string Name => "directory";

    public TemporaryFolder Folder { get; } = new();

    public (string Name, string Value)[] Environment => [];

    public string Said => _up?.ErrorSoFar ?? "";

    public Fault Next(Random random) => random.Next(6) switch
    {
        0 or 1 => new Fault("SIGKILL of the process", _ => EndAsync(up => up.Kill())),
        2 => new Fault("SIGTERM of the process", _ => EndAsync(up => up.SendTerminate())),
        3 => Hang(TimeSpan.FromMilliseconds(random.Next(200, 3000))),
        4 => LockLedger(TimeSpan.FromMilliseconds(random.Next(200, 8000))),
        _ => FillDisk(TimeSpan.FromMilliseconds(random.Next(100, 3000))),
    };

    public Fault NextOfDevices(Random random) => _devices.Next(random, "the process", () => _up?.Id ?? 0);

    public Task AwakenDevicesAsync() => _devices.AwakenAsync();

    public async Task HealAsync(CancellationToken cancellation)
    {
        if (_up is { HasExited: false }) return;
        _up?.Dispose();
        _up = OrchestratorProcess.StartIgnoring("XFSZ", Folder, ["up", "--port", "0", "--slots", "2"]);
        await _up.SaidAsync("Serving", cancellation);
    }

    public Task<SiloConnection> ConnectAsync(CancellationToken cancellation)
        => SiloConnection.ConnectAsync((RunningSilo.Find(Folder.Data) ?? throw new InvalidOperationException($"Nobody serves {Folder.Data}:\n{Said}")).Gateway, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _devices.AwakenAsync();
        _up?.Dispose();
        Folder.Dispose();
    }

    private async Task EndAsync(Action<OrchestratorProcess> signal)
    {
        if (_up is not { HasExited: false } up) return;
        signal(up);
        await up.EndAsync();
    }

    private Fault Hang(TimeSpan time) => new($"the process hangs for {time.TotalSeconds:0.0} s", async cancellation =>
    {
        if (_up is not { HasExited: false } up) return;
        await SignalAsync("STOP", up);
        await Task.Delay(time, cancellation);
        await SignalAsync("CONT", up);
    });

    /// <summary>As the process feels a full disk: no file takes a byte more. The limit is the process's own, so that the machine's disk stays as it is.</summary>
    private Fault FillDisk(TimeSpan time) => new($"disk full for {time.TotalSeconds:0.0} s", async cancellation =>
    {
        if (_up is not { HasExited: false } up) return;
        await LimitFilesAsync(up, "1");
        await Task.Delay(time, cancellation);
        await LimitFilesAsync(up, "unlimited");
    });

    /// <summary>As another program does that copies or inspects the file; longer than the silo waits for it, sometimes.</summary>
    private Fault LockLedger(TimeSpan time) => new($"the ledger locked for {time.TotalSeconds:0.0} s", async cancellation =>
    {
        if (_up is not { HasExited: false }) return;
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder.Data, "ledger.db")};Mode=ReadWrite;Pooling=False");
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(cancellation);
        await Task.Delay(time, cancellation);
    });

    private static async Task SignalAsync(string name, OrchestratorProcess process)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task LimitFilesAsync(OrchestratorProcess process, string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{process.Id}", $"--fsize={bytes}:unlimited"]);
        await limit.WaitForExitAsync();
    }
}
