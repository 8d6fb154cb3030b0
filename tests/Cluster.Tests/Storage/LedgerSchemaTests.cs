using Dapper;
using Orchestrator.Silo;
using Orchestrator.Silo.Storage.Sqlite;

namespace Orchestrator.Cluster.Tests.Storage;

public sealed class LedgerSchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public LedgerSchemaTests() => _database = SqliteDatabase.InFile(_folder.File("ledger.db"));

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_empty_file_gets_every_table()
    {
        Assert.True(LedgerSchema.CountMissing(_database) > 0);
        LedgerSchema.Upgrade(_database);
        using var connection = _database.OpenForReading();
        var tables = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["sweeps", "trials", "runs", "attempts", "observations", "checkpoints", "logs", "grain_state", "tells"]), tables);
    }

    [Fact]
    public void A_second_upgrade_keeps_what_is_there()
    {
        LedgerSchema.Upgrade(_database);
        using (var writer = _database.OpenForWriting()) writer.Execute("INSERT INTO trials (sweep_id, number, assignment) VALUES ('s', 1, '[]')");
        LedgerSchema.Upgrade(_database);
        Assert.Equal(0, LedgerSchema.CountMissing(_database));
        using var connection = _database.OpenForReading();
        Assert.Equal(1, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM trials"));
    }

    [Fact]
    public void A_ledger_of_the_first_program_is_brought_up_to_date_and_its_trials_stay_readable()
    {
        LedgerSchema.Upgrade(_database);
        using (var writer = _database.OpenForWriting())
        {
            writer.Execute("""
                DROP TABLE tells;
                ALTER TABLE trials DROP COLUMN tells_seen;
                ALTER TABLE observations DROP COLUMN stiffness;
                ALTER TABLE observations DROP COLUMN gradient_error;
                DELETE FROM SchemaVersions WHERE ScriptName <> '0001-ledger.sql';
                INSERT INTO trials (sweep_id, number, assignment) VALUES ('s', 1, '[]');
                """);
        }
        LedgerSchema.Upgrade(_database);
        using var connection = _database.OpenForReading();
        Assert.Null(connection.ExecuteScalar<long?>("SELECT tells_seen FROM trials"));
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM tells"));
    }

    [Fact]
    public void A_ledger_of_a_newer_program_is_refused_by_name()
    {
        LedgerSchema.Upgrade(_database);
        using (var writer = _database.OpenForWriting()) writer.Execute("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-tomorrow.sql', '2099-01-01')");
        var error = Assert.Throws<LedgerTooNewException>(() => LedgerSchema.Upgrade(_database));
        Assert.Contains("9999-tomorrow.sql", error.Message, StringComparison.Ordinal);
        Assert.Contains(LedgerSchema.Newest, error.Message, StringComparison.Ordinal);
    }
}
