using System.Diagnostics;
using System.Text;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>One silo of a cluster as a child process.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <param name="settings">--Roles worker …</param>
    public static SiloProcess Start(string database, params string[] settings)
    {
        var program = Path.Combine(Path.GetDirectoryName(Repository.Program)!, "Orchestrator.Silo.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. settings]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ORCHESTRATOR_DATABASE"] = database;
        start.Environment["ORCHESTRATOR_CPUSLOTS"] = "1";
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        var silo = new SiloProcess(Process.Start(start)!);
        silo._process.ErrorDataReceived += (_, line) => silo.Hear(line.Data);
        silo._process.BeginErrorReadLine();
        silo._process.BeginOutputReadLine();
        return silo;
    }

    /// <summary>Waits until the silo has joined its cluster; false: it ended instead.</summary>
    public async Task<bool> JoinsAsync(CancellationToken cancellation)
    {
        var ended = _process.WaitForExitAsync(cancellation);
        var first = await Task.WhenAny(_joined.Task, ended, Task.Delay(Patience.Limit, cancellation));
        if (first != _joined.Task && first != ended) throw new TimeoutException($"The silo did not join:\n{Said}");
        return first == _joined.Task;
    }

    /// <param name="name">KILL, TERM, STOP, CONT …</param>
    public Task SignalAsync(string name) => LocalCluster.SignalAsync(name, _process);

    public async Task EndedAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience.Limit);
        await _process.WaitForExitAsync(limit.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said) _said.AppendLine(line);
        if (line?.Contains("has joined", StringComparison.Ordinal) == true) _joined.TrySetResult();
    }
}
