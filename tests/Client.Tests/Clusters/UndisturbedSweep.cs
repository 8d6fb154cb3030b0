using Orchestrator.Client.Tests.Processes;
using Orchestrator.Client.Tests.Sweeps;

namespace Orchestrator.Client.Tests.Clusters;

/// <summary>What one process alone, on SQLite, makes of the sweep that the clusters are disturbed in.</summary>
public sealed class UndisturbedSweep : IAsyncLifetime
{
    /// <summary>Many, so that a run is still far from its end when a test has found it and its silo's host has stopped.</summary>
    internal const int Iterations = 8000;

    private readonly TemporaryFolder _folder = new();

    internal IReadOnlyList<string> Result { get; private set; } = [];
    internal IReadOnlyList<string> Observations { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _folder.Write("tiny.yaml", TinySweep.Text(Iterations));
        var ended = await OrchestratorProcess.RunAsync(_folder, "run", "tiny.yaml");
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Result = await TinySweep.ResultAsync(_folder);
        Observations = await TinySweep.ObservationsAsync(_folder);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
