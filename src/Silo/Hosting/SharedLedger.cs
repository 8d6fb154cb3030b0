using Npgsql;
using Orchestrator.Grains.Ledger;
using Orchestrator.Silo.Storage.PostgreSql;
using Orleans.Providers;
using Orleans.Storage;

namespace Orchestrator.Silo.Hosting;

/// <summary>The ledger and membership of a cluster in one PostgreSQL database.</summary>
internal sealed class SharedLedger : ISiloFoundation, IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly PostgresWriter _writer;

    private SharedLedger(PostgresDatabase database) => (_database, _writer) = (database, new PostgresWriter(database));

    /// <summary>The process's supervisor keeps what it says on standard error.</summary>
    public string? LogFile => null;

    /// <summary>Brings the schema up to date.</summary>
    /// <exception cref="DatabaseUnreachableException">The database does not answer, or lets nobody in.</exception>
    /// <exception cref="LedgerTooNewException">A newer program wrote the ledger.</exception>
    public static async Task<SharedLedger> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var database = new PostgresDatabase(connectionString);
        try
        {
            await PostgresSchema.UpgradeAsync(database, cancellation);
            return new SharedLedger(database);
        }
        catch (NpgsqlException error)
        {
            await database.DisposeAsync();
            throw new DatabaseUnreachableException(database.Name, error);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public void AddStores(IServiceCollection services)
    {
        services.AddSingleton(_database);
        services.AddSingleton(_writer);
        services.AddSingleton<ILedger, PostgresLedger>();
        services.AddKeyedSingleton<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (provider, _) => ActivatorUtilities.CreateInstance<PostgresGrainStorage>(provider));
    }

    public void AddClustering(ISiloBuilder silo, SiloPorts ports) => silo.Services.AddSingleton<IMembershipTable, PostgresMembership>();

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
    }
}
