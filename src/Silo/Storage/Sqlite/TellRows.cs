using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Reports;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>Tells: written several at a time, read all at once when their sweep is loaded, or those of one run.</summary>
internal static class TellRows
{
    public const string Select = $"{All} WHERE sweep_id = @sweepId ORDER BY sequence";

    public const string SelectOfRun = $"{All} WHERE sweep_id = @SweepId AND trial = @TrialNumber AND replicate = @Replicate ORDER BY sequence";

    private const string All = """
        SELECT sequence AS Sequence, at AS At, kind AS Kind, trial AS Trial, replicate AS Replicate, attempts AS Attempts, last AS Last, rung AS Rung,
          verdict AS Verdict, next_rung AS NextRung, why AS Why, takeover AS Takeover
        FROM tells
        """;

    /// <summary>The change for the writer; everything is serialised here, before it waits there.</summary>
    public static Func<SqliteSession, int> Saving(ImmutableArray<TellRow> rows)
    {
        var observations = rows.Select(row => row.Last is null ? null : StoredJson.Write(row.Last)).ToArray();
        return session =>
        {
            for (var i = 0; i < rows.Length; i++) Save(session, rows[i], observations[i]);
            return rows.Length;
        };
    }

    private static void Save(SqliteSession session, TellRow row, string? observation) => session.Execute(LedgerSql.SaveTell,
        new("$sweep_id", row.Run.SweepId), new("$sequence", row.Sequence), new("$at", Columns.Time(row.At)), new("$kind", (int)row.Kind),
        new("$trial", row.Run.TrialNumber), new("$replicate", row.Run.Replicate), new("$attempts", row.Attempts), new("$last", observation),
        new("$rung", Columns.Real(row.Rung)), new("$verdict", (int?)row.Verdict), new("$next_rung", Columns.Real(row.NextRung)), new("$why", row.Why),
        new("$takeover", row.Takeover is null ? null : StoredJson.Write(row.Takeover)));
}
