using System.Diagnostics;

namespace Orchestrator.Dashboard.Tests;

/// <summary>The real program's "up", on a data directory of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process _process;

    private Server(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Server> StartAsync(string data, int port = 0)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        foreach (var argument in new[] { Repository.Program, "up", "--port", $"{port}", "--slots", "2", "--data", data }) start.ArgumentList.Add(argument);
        foreach (var inherited in new[] { "ORCHESTRATOR_CLUSTER", "OTEL_EXPORTER_OTLP_ENDPOINT" }) start.Environment.Remove(inherited);
        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience.Limit);
        var address = await process.StandardOutput.ReadLineAsync(limit.Token);
        return new Server(process, new Uri(address ?? throw new InvalidOperationException("The program ended before it said where it serves.")));
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
