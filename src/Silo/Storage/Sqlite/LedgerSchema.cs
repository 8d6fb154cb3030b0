using Dapper;
using DbUp;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>The numbered migrations that ship in this assembly, and what of them a ledger has.</summary>
internal static class LedgerSchema
{
    private static readonly MigrationScripts Scripts = MigrationScripts.In("Sqlite");

    public static string Newest => Scripts.Newest;

    /// <summary>Migrations that the ledger lacks.</summary>
    /// <exception cref="LedgerTooNewException">It has some that this program does not know.</exception>
    public static int CountMissing(SqliteDatabase database)
    {
        using var connection = database.OpenForReading();
        var hasJournal = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'SchemaVersions'") > 0;
        return Scripts.CountMissing(database.Name, hasJournal ? [.. connection.Query<string>("SELECT ScriptName FROM SchemaVersions")] : []);
    }

    /// <summary>Brings the ledger to the newest schema in one transaction; a new file gets everything.</summary>
    public static void Upgrade(SqliteDatabase database)
    {
        if (CountMissing(database) == 0) return;
        Scripts.Apply(database.Name, DeployChanges.To.SqliteDatabase(database.ConnectionString));
    }
}
