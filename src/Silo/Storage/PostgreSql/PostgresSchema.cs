using Dapper;
using DbUp;
using DbUp.Postgresql;
using Npgsql;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>The numbered migrations of the PostgreSQL ledger; safe when many processes start at once.</summary>
internal static class PostgresSchema
{
    private static readonly MigrationScripts Scripts = MigrationScripts.In("PostgreSql");

    public static string Newest => Scripts.Newest;

    /// <summary>Migrations that the ledger lacks.</summary>
    /// <exception cref="LedgerTooNewException">It has some that this program does not know.</exception>
    public static async Task<int> CountMissingAsync(PostgresDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await CountMissingAsync(connection, database.Name, cancellation);
    }

    /// <summary>Brings the ledger to the newest schema in one transaction; of many callers one does it and the others wait.</summary>
    public static async Task UpgradeAsync(PostgresDatabase database, CancellationToken cancellation)
    {
        if (await CountMissingAsync(database, cancellation) == 0) return;
        await HungSessions.EndWhileAsync(database, ApplyAsync(database)).WaitAsync(cancellation);
        // Somebody newer may have been first.
        await CountMissingAsync(database, cancellation);
    }

    /// <summary>DbUp blocks its thread, so that is one of its own.</summary>
    private static Task ApplyAsync(PostgresDatabase database) => Task.Factory.StartNew(
        () => Scripts.Apply(database.Name, DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(database.Source)).JournalTo((connections, log) => new LockedJournal(connections, log))),
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task<int> CountMissingAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        var hasJournal = await connection.ExecuteScalarAsync<bool>(new CommandDefinition($"SELECT to_regclass('{LockedJournal.Table}') IS NOT NULL", cancellationToken: cancellation));
        var applied = hasJournal ? await connection.QueryAsync<string>(new CommandDefinition($"SELECT scriptname FROM {LockedJournal.Table}", cancellationToken: cancellation)) : [];
        return Scripts.CountMissing(name, [.. applied]);
    }
}
