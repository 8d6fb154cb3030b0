using Orchestrator.Cluster.Tests.Storage;

namespace Orchestrator.Cluster.Tests.Ledger;

public sealed class SqliteTrialPageTests : TrialPageContract
{
    private readonly TemporaryFolder _folder = new();

    protected override Task<IOpenStore> OpenAsync() => Task.FromResult<IOpenStore>(new SqliteStore(_folder.File("ledger.db")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
