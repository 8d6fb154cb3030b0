using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orchestrator.ClusterBench.Measuring;

/// <summary>This program as a process of its own, killed when it is disposed of.</summary>
internal sealed class Child(params string[] arguments) : IDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;

    /// <summary>Waits for its next line.</summary>
    public JsonObject Line() =>
        JsonNode.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{string.Join(' ', arguments)} ended without a result."))!.AsObject();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
