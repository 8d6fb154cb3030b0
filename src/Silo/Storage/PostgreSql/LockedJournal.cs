using System.Data;
using DbUp.Engine.Output;
using DbUp.Engine.Transactions;
using DbUp.Postgresql;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>DbUp's table of the migrations that were made. Who looks into it holds it until its transaction ends, so that of many callers one migrates and the others wait.</summary>
internal sealed class LockedJournal(Func<IConnectionManager> connections, Func<IUpgradeLog> log) : PostgresqlTableJournal(connections, log, null, Table)
{
    public const string Table = "schemaversions";

    /// <summary>Any number that nobody else uses in this database.</summary>
    private const long Key = 0x0DE_5EED_1ED6E4;

    /// <summary>Comes before all else in the transaction. The lock ends with it and so with its session: one of the session alone would stay with a process that hangs.</summary>
    protected override bool DoesTableExist(Func<IDbCommand> dbCommandFactory)
    {
        using var take = dbCommandFactory();
        take.CommandText = $"SELECT pg_advisory_xact_lock({Key})";
        take.CommandTimeout = 0;
        take.ExecuteNonQuery();
        return base.DoesTableExist(dbCommandFactory);
    }
}
