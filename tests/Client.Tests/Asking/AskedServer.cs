using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Asking;

/// <summary>An 'up' that other people's programs ask, with sweeps that do not get in each other's way.</summary>
public sealed class AskedServer : IAsyncLifetime
{
    private OrchestratorProcess? _up;

    internal TemporaryFolder Folder { get; } = new();

    public async ValueTask InitializeAsync() => _up = await UpAsync(Folder);

    internal static async Task<OrchestratorProcess> UpAsync(TemporaryFolder folder)
    {
        var up = OrchestratorProcess.Start(folder, ["up", "--port", "0", "--slots", "2"]);
        await up.SaidAsync("127.0.0.1", TestContext.Current.CancellationToken);
        return up;
    }

    public ValueTask DisposeAsync()
    {
        _up?.Dispose();
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
