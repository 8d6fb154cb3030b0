using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>Pages of trials in the words of SQLite.</summary>
internal static class TrialPages
{
    private const string Trials = """
        SELECT number AS Number, assignment AS Assignment FROM trials
        WHERE sweep_id = @sweepId AND (@text IS NULL OR EXISTS (SELECT 1 FROM json_each(assignment) a
          WHERE instr(lower(json_extract(a.value, '$.path') || '=' || COALESCE(json_extract(a.value, '$.value.value'), json_extract(a.value, '$.value'))), lower(@text)) > 0))
        """;

    private const string States = """
        COALESCE(SUM(r.status = @completed), 0) AS Completed, COALESCE(SUM(r.status = @failed), 0) AS Failed, COALESCE(SUM(r.status = @pruned), 0) AS Pruned,
        COALESCE(SUM(r.status = @cancelled), 0) AS Cancelled, COALESCE(SUM(r.status NOT IN (@completed, @failed, @pruned, @cancelled)), 0) AS Unfinished
        """;

    private static readonly TrialPageSql _sql = new(Trials, States, Number);

    public static TrialPage Read(SqliteConnection connection, TrialQuery query, string metric)
    {
        var arguments = TrialPageSql.Arguments(query);
        var rows = connection.Query<StoredTrialListing>(_sql.Page(query, metric), arguments);
        return new TrialPage(connection.ExecuteScalar<long>(_sql.Total(query), arguments), [.. rows.Select(row => row.ToListing())]);
    }

    private static string Number(string path) => $"CASE WHEN json_type(r.last, '$.{path}') IN ('real', 'integer') THEN json_extract(r.last, '$.{path}') END";
}
