using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>One process over a data directory, kept by 'up'.</summary>
internal sealed class DirectoryWorld : IChaosWorld
{
    private readonly StringBuilder _earlier = new();
    private OrchestratorProcess? _up;

    public string Name => "directory";

    public TemporaryFolder Folder { get; } = new();

    public (string Name, string Value)[] Environment => [];

    public string Said => $"{_earlier}{_up?.ErrorSoFar}";

    public ImmutableArray<FaultKind> Kinds { get; } = [FaultKind.KillSilo, FaultKind.TerminateSilo, FaultKind.PauseSilo, FaultKind.LockLedger, FaultKind.FillDisk];

    public ImmutableArray<int> Silos => _up is { HasExited: false } up ? [up.Id] : [];

    public Fault Next(FaultKind kind, Random random)
    {
        var time = TimeSpan.FromMilliseconds(random.Next(200, 3000));
        var locked = TimeSpan.FromMilliseconds(random.Next(200, 8000));
        return kind switch
        {
            FaultKind.KillSilo => Of("SIGKILL of the process", (up, _) => EndAsync(up, each => each.Kill())),
            FaultKind.TerminateSilo => Of("SIGTERM of the process", (up, _) => EndAsync(up, each => each.SendTerminate())),
            FaultKind.PauseSilo => Of($"the process hangs for {time.TotalSeconds:0.0} s", (up, cancellation) => HangAsync(up, time, cancellation)),
            FaultKind.LockLedger => Of($"the ledger locked for {locked.TotalSeconds:0.0} s", (_, cancellation) => LockLedgerAsync(locked, cancellation)),
            FaultKind.FillDisk => Of($"disk full for {time.TotalSeconds:0.0} s", (up, cancellation) => FillDiskAsync(up, time, cancellation)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no fault of a data directory"),
        };

        Fault Of(string what, Func<OrchestratorProcess, CancellationToken, Task> goAsync)
            => new(_ => Task.FromResult(_up is { HasExited: false } up ? new Strike(what, cancellation => goAsync(up, cancellation)) : null));
    }

    public async Task HealAsync(CancellationToken cancellation)
    {
        if (_up is { HasExited: false }) return;
        _earlier.Append(_up?.ErrorSoFar);
        _up?.Dispose();
        _up = OrchestratorProcess.StartAfter("trap '' XFSZ", Folder, ["up", "--port", "0", "--slots", "2"]);
        await _up.SaidAsync("Serving", cancellation);
    }

    public Task<SiloConnection> ConnectAsync(CancellationToken cancellation)
        => SiloConnection.ConnectAsync((RunningSilo.Find(Folder.Data) ?? throw new InvalidOperationException($"Nobody serves {Folder.Data}:\n{Said}")).Gateway, cancellation);

    public async Task KeepAsync(string folder, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "said.txt"), Said, cancellation);
        using var copy = Process.Start("cp", ["-r", Folder.Data, folder]);
        await copy.WaitForExitAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _up?.Dispose();
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Task<Ended> EndAsync(OrchestratorProcess up, Action<OrchestratorProcess> signal)
    {
        signal(up);
        return up.EndAsync();
    }

    private static async Task HangAsync(OrchestratorProcess up, TimeSpan time, CancellationToken cancellation)
    {
        await SignalAsync("STOP", up);
        await Task.Delay(time, cancellation);
        await SignalAsync("CONT", up);
    }

    /// <summary>As the process feels a full disk: no file takes a byte more. The limit is the process's own, so that the machine's disk stays as it is.</summary>
    private static async Task FillDiskAsync(OrchestratorProcess up, TimeSpan time, CancellationToken cancellation)
    {
        await LimitFilesAsync(up, "1");
        await Task.Delay(time, cancellation);
        await LimitFilesAsync(up, "unlimited");
    }

    /// <summary>As another program does that copies or inspects the file; longer than the silo waits for it, sometimes.</summary>
    private async Task LockLedgerAsync(TimeSpan time, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder.Data, "ledger.db")};Mode=ReadWrite;Pooling=False");
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(cancellation);
        await Task.Delay(time, cancellation);
    }

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
