namespace Orchestrator.Cluster.Tests.Storage;

public sealed class PostgresGrainStorageTests(PostgresServer server) : GrainStorageContract
{
    private string? _database;

    protected override async Task<IOpenStore> OpenAsync() => await PostgresStore.OpenAsync(_database ??= await server.CreateDatabaseAsync());
}
