using Orchestrator.Cluster.Tests.Storage;

namespace Orchestrator.Cluster.Tests.Ledger;

public sealed class PostgresTrialPageTests(PostgresServer server) : TrialPageContract
{
    protected override async Task<IOpenStore> OpenAsync() => await PostgresStore.OpenAsync(await server.CreateDatabaseAsync());
}
