using Orchestrator.Cluster.Tests.Storage;

namespace Orchestrator.Cluster.Tests.Ledger;

public sealed class PostgresLedgerTests(PostgresServer server) : LedgerContract
{
    protected override async Task<IOpenStore> OpenAsync() => await PostgresStore.OpenAsync(await server.CreateDatabaseAsync());
}
