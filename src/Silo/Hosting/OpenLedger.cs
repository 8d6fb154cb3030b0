using Microsoft.Data.Sqlite;
using Orchestrator.Grains.Ledger;
using Orchestrator.Silo.Directories;
using Orchestrator.Silo.Storage.Sqlite;
using Orleans.Providers;
using Orleans.Storage;

namespace Orchestrator.Silo.Hosting;

/// <summary>The ledger of a data directory as this process may use it, with the directory's lock where it writes.</summary>
internal sealed class OpenLedger : ISiloFoundation, IDisposable
{
    private readonly DataDirectory _directory;
    private readonly DirectoryLock? _lock;
    private readonly SqliteWriter? _writer;

    private OpenLedger(DataDirectory directory, SqliteDatabase database, DirectoryLock? taken, SqliteWriter? writer)
    {
        (_directory, Database, _lock, _writer) = (directory, database, taken, writer);
        Writer = writer is null ? new RefusingWriter() : writer;
    }

    private SqliteDatabase Database { get; }
    private ILedgerWriter Writer { get; }

    /// <summary>Null where nothing may be created.</summary>
    public string? LogFile => _lock is null ? null : _directory.LogFile;

    /// <exception cref="LedgerDamagedException">The file is no ledger, or one with a damaged page.</exception>
    public static OpenLedger Open(DataDirectory directory, SiloDuties duties)
    {
        try
        {
            return duties == SiloDuties.Queries ? OpenForQueries(directory) : OpenOwned(directory);
        }
        catch (SqliteException error) when (SqliteDamage.Is(error))
        {
            throw new LedgerDamagedException(directory.LedgerFile, error.Message, error);
        }
    }

    public void AddStores(IServiceCollection services)
    {
        services.AddSingleton(Database);
        services.AddSingleton(Writer);
        services.AddSingleton<ILedger, SqliteLedger>();
        services.AddKeyedSingleton<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (provider, _) => ActivatorUtilities.CreateInstance<SqliteGrainStorage>(provider));
    }

    /// <summary>A cluster of one.</summary>
    public void AddClustering(ISiloBuilder silo, SiloPorts ports) =>
        silo.UseLocalhostClustering(ports.Silo, ports.Gateway, primarySiloEndpoint: null, SiloHost.ClusterName, SiloHost.ClusterName);

    /// <summary>Tells other processes where this one listens. Only the owner of the directory says so.</summary>
    public void Announce(int gatewayPort, Uri? web)
    {
        if (_lock is null) return;
        new EndpointFile(Environment.ProcessId, gatewayPort, web, TimeProvider.System.GetUtcNow(), ProductVersion.Text).Write(_directory);
    }

    /// <summary>From now on nobody should connect.</summary>
    public void Withdraw()
    {
        if (_lock is not null) EndpointFile.Remove(_directory);
    }

    public void Dispose()
    {
        Withdraw();
        _writer?.Dispose();
        Database.Dispose();
        _lock?.Dispose();
    }

    private static OpenLedger OpenOwned(DataDirectory directory)
    {
        var taken = DirectoryLock.Take(directory);
        SqliteDatabase? database = null;
        try
        {
            EndpointFile.Remove(directory);
            database = SqliteDatabase.InFile(directory.LedgerFile);
            LedgerSchema.Upgrade(database);
            if (SqliteDamage.LookedFor(directory.LedgerFile, database) is { } damage) throw new LedgerDamagedException(directory.LedgerFile, damage);
            return new OpenLedger(directory, database, taken, new SqliteWriter(database));
        }
        catch
        {
            database?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    private static OpenLedger OpenForQueries(DataDirectory directory)
    {
        var database = directory.HasLedger ? SqliteDatabase.InFile(directory.LedgerFile) : SqliteDatabase.InMemory();
        try
        {
            if (!directory.HasLedger) LedgerSchema.Upgrade(database);
            else if (LedgerSchema.CountMissing(database) > 0)
            {
                using var owned = DirectoryLock.Take(directory);
                LedgerSchema.Upgrade(database);
            }

            return new OpenLedger(directory, database, taken: null, writer: null);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
