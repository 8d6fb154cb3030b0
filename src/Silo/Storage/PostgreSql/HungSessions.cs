using Npgsql;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>
/// A silo that is stopped in the midst of a transaction keeps its locks as long as it is stopped. Between statements that were answered the server ends its session
/// (<see cref="PostgresDatabase"/>); in the midst of a message, or of a batch of which a part was sent, the server waits for ever. So who waits for the locks ends the session.
/// </summary>
internal static class HungSessions
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Of this program only, and only who keeps somebody waiting. A silo that goes on after that finds its connection cut and sends its batch again.</summary>
    private const string EndThem = $"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND application_name = '{PostgresDatabase.ApplicationName}'
          AND xact_start IS NOT NULL AND wait_event IN ('ClientRead', 'ClientWrite') AND state_change < clock_timestamp() - interval '{PostgresDatabase.Hangs}'
          AND pid IN (SELECT unnest(pg_blocking_pids(waiting.pid)) FROM pg_stat_activity waiting WHERE waiting.datname = current_database() AND waiting.wait_event_type = 'Lock')
        """;

    public static async Task<T> EndWhileAsync<T>(PostgresDatabase database, Task<T> change)
    {
        await EndWhileAsync(database, (Task)change);
        return await change;
    }

    /// <param name="change">May have to wait for locks of others.</param>
    public static async Task EndWhileAsync(PostgresDatabase database, Task change)
    {
        while (!change.IsCompleted)
        {
            await change.WaitAsync(LookEvery).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!change.IsCompleted) await Task.WhenAny(change, EndAsync(database));
        }
        await change;
    }

    private static async Task EndAsync(PostgresDatabase database)
    {
        try
        {
            await using var end = database.Source.CreateCommand(EndThem);
            await end.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // Looked for again in a moment; what the change itself meets is told by the change.
        }
    }
}
