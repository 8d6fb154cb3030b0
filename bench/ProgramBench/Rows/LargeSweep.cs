using Microsoft.Data.Sqlite;

namespace Orchestrator.ProgramBench.Rows;

/// <summary>Makes a sweep of many trials without training them.</summary>
internal static class LargeSweep
{
    /// <summary>
    /// Stores a sweep of that many trials: those of a small one with their runs and observations again and again. Every run has a loss and evaluations of its
    /// own, so that each way of sorting gives another order.
    /// </summary>
    /// <param name="ledger">File of a program that is not running.</param>
    /// <param name="from">Id of a sweep that is over.</param>
    public static async Task StoreAsync(string ledger, string from, string id, int trials)
    {
        await using var connection = new SqliteConnection($"Data Source={ledger};Pooling=False");
        await connection.OpenAsync();
        var observed = await ColumnsAsync(connection, "observations", "sweep_id", "trial");
        await using var command = connection.CreateCommand();
        // 7919 is prime to every number of trials that is no multiple of it: n · 7919 meets them in another order.
        command.CommandText = $"""
            BEGIN;
            CREATE TEMP TABLE n AS WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < $trials) SELECT n, n * 7919 % $trials AS m, (SELECT COUNT(*) FROM trials WHERE sweep_id = $from) AS few FROM c;
            INSERT INTO sweeps (id, name, status, reason, submitted_at, ended_at, fingerprint, expected_runs, spec, source_file, origin)
              SELECT $id, $id, status, reason, submitted_at, ended_at, $id, (SELECT COUNT(*) FROM n JOIN runs ON sweep_id = $from AND trial = n % few), spec, source_file, origin FROM sweeps WHERE id = $from;
            INSERT INTO trials (sweep_id, number, assignment, tells_seen)
              SELECT $id, n, assignment, tells_seen FROM n JOIN trials ON sweep_id = $from AND number = n % few;
            INSERT INTO runs (sweep_id, trial, replicate, seed, status, cause, message, attempts, exclusive, device, queued_at, ended_at, last, fit)
              SELECT $id, n, replicate, seed, status, cause, message, attempts, exclusive, device, queued_at, ended_at,
                json_set(last, '$.validationLoss', json_extract(last, '$.validationLoss') * (1.0 + m), '$.nfeForward', json_extract(last, '$.nfeForward') + m), fit
              FROM n JOIN runs ON sweep_id = $from AND trial = n % few;
            INSERT INTO observations (sweep_id, trial, {observed}) SELECT $id, n, {observed} FROM n JOIN observations ON sweep_id = $from AND trial = n % few;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$trials", trials);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$id", id);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> ColumnsAsync(SqliteConnection connection, string table, params string[] without)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return string.Join(", ", names.Except(without));
    }
}
