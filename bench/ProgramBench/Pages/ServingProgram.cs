using System.Diagnostics;
using Orchestrator.ProgramBench.Processes;

namespace Orchestrator.ProgramBench.Pages;

/// <summary>The program's "up" on a data directory of its own.</summary>
internal sealed class ServingProgram : IDisposable
{
    private readonly Process _process;

    private ServingProgram(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    public static async Task<ServingProgram> StartAsync(string program, string data)
    {
        var start = new ProcessStartInfo("dotnet", [program, "up", "--port", "0", "--slots", "1", "--data", data]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var address = await process.StandardOutput.ReadLineAsync(limit.Token);
        return new ServingProgram(process, new Uri(address ?? throw new InvalidOperationException("The program ended before it said where it serves.")));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
