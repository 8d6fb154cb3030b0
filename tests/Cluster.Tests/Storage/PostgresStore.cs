using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Ledger;
using Orchestrator.Silo.Storage.PostgreSql;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orchestrator.Cluster.Tests.Storage;

internal sealed class PostgresStore : IOpenStore
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private PostgresStore(PostgresDatabase database)
    {
        Database = database;
        Writer = new PostgresWriter(database);
        States = new PostgresGrainStorage(database, Writer, _services.GetRequiredService<IActivatorProvider>(), TimeProvider.System);
        Ledger = new PostgresLedger(Writer, database);
    }

    public PostgresDatabase Database { get; }
    public PostgresWriter Writer { get; }
    public IGrainStorage States { get; }
    public ILedger Ledger { get; }

    public static async Task<PostgresStore> OpenAsync(string connectionString)
    {
        var database = new PostgresDatabase(connectionString);
        await PostgresSchema.UpgradeAsync(database, CancellationToken.None);
        return new PostgresStore(database);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Database.DisposeAsync();
        await _services.DisposeAsync();
    }
}
