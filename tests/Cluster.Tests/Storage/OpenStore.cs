using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Silo.Storage.Sqlite;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;

namespace Orchestrator.Cluster.Tests.Storage;

/// <summary>A ledger file opened as a silo opens it. Disposing and opening again is a restart.</summary>
internal sealed class OpenStore : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public OpenStore(string file)
    {
        Database = SqliteDatabase.InFile(file);
        LedgerSchema.Upgrade(Database);
        Writer = new SqliteWriter(Database);
        States = new SqliteGrainStorage(Database, Writer, _services.GetRequiredService<IActivatorProvider>(), TimeProvider.System);
        Ledger = new SqliteLedger(Writer, Database);
    }

    public SqliteDatabase Database { get; }
    public SqliteWriter Writer { get; }
    public SqliteGrainStorage States { get; }
    public SqliteLedger Ledger { get; }

    public void Dispose()
    {
        Writer.Dispose();
        Database.Dispose();
        _services.Dispose();
    }
}
