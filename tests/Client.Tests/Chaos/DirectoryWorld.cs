using System.Diagnostics;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Silo;

namespace Orchestrator.Client.Tests.Chaos;

/// <summary>One process over a data directory, kept by 'up'.</summary>
internal sealed class DirectoryWorld : IChaosWorld
{
    private OrchestratorProcess? _up;

    public string Name => "directory";

    public TemporaryFolder Folder { get; } = new();

    public (string Name, string Value)[] Environment => [];

    public string Said => _up?.ErrorSoFar ?? "";

    public Fault Next(Random random) => random.Next(5) switch
    {
        0 or 1 => new Fault("SIGKILL of the process", _ => EndAsync(up => up.Kill())),
        2 => new Fault("SIGTERM of the process", _ => EndAsync(up => up.SendTerminate())),
        3 => Hang(TimeSpan.FromMilliseconds(random.Next(200, 3000))),
        _ => FillDisk(TimeSpan.FromMilliseconds(random.Next(100, 3000))),
    };

    public async Task HealAsync(CancellationToken cancellation)
    {
        if (_up is { HasExited: false }) return;
        _up?.Dispose();
        _up = OrchestratorProcess.StartIgnoring("XFSZ", Folder, ["up", "--port", "0", "--slots", "2"]);
        await _up.SaidAsync("Serving", cancellation);
    }

    public Task<SiloConnection> ConnectAsync(CancellationToken cancellation)
        => SiloConnection.ConnectAsync((RunningSilo.Find(Folder.Data) ?? throw new InvalidOperationException($"Nobody serves {Folder.Data}:\n{Said}")).Gateway, cancellation);

    public ValueTask DisposeAsync()
    {
        _up?.Dispose();
        Folder.Dispose();
        return ValueTask.CompletedTask;
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
