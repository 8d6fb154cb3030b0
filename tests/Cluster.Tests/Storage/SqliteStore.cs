using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Ledger;
using Orchestrator.Silo.Storage.Sqlite;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>A ledger file opened as a silo opens it. Disposing and opening again is a restart.</summary>
internal sealed class SqliteStore : IOpenStore, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public SqliteStore(string file)
    {
        Database = SqliteDatabase.InFile(file);
        LedgerSchema.Upgrade(Database);
        Writer = new SqliteWriter(Database);
        States = new SqliteGrainStorage(Database, Writer, _services.GetRequiredService<IActivatorProvider>(), TimeProvider.System);
        Ledger = new SqliteLedger(Writer, Database);
    }

    public SqliteDatabase Database { get; }
    public SqliteWriter Writer { get; }
    public IGrainStorage States { get; }
    public ILedger Ledger { get; }

    public Task<T> ScalarAsync<T>(string sql)
    {
        using var connection = Database.OpenForReading();
        return Task.FromResult(connection.QuerySingle<T>(sql));
    }

    public void Dispose()
    {
        Writer.Dispose();
        Database.Dispose();
        _services.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
