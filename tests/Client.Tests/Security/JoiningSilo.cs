using System.Diagnostics;
using System.Text;
using Orchestrator.Client.Tests.Clusters;
using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Telemetry;

namespace Orchestrator.Client.Tests.Security;

/// <summary>One more silo process that knows a cluster's database and wants to join.</summary>
internal sealed class JoiningSilo : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private JoiningSilo(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => { lock (_said) _said.AppendLine(line.Data); };
        process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public bool HasJoined => Said.Contains("has joined", StringComparison.Ordinal);

    public static JoiningSilo Start(LocalCluster cluster, TemporaryFolder folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Path.GetDirectoryName(Repository.Program)!, "Orchestrator.Silo.dll"), "--Roles", "worker", "--CpuSlots", "1", "--SiloPort", $"{FreePort.Next()}"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
        };
        start.Environment["ORCHESTRATOR_DATABASE"] = $"Host=127.0.0.1;Port={cluster.DatabasePort};Username=orchestrator;Database=postgres";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new JoiningSilo(Process.Start(start)!);
    }

    /// <summary>Waits until it has joined or the time is over.</summary>
    public async Task<bool> JoinsAsync(TimeSpan within, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); !HasJoined && since.Elapsed < within && !_process.HasExited; await Task.Delay(100, cancellation)) { }
        return HasJoined;
    }

    public async Task<int> ExitCodeAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
