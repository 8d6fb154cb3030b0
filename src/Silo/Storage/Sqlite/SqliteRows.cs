using System.Collections.Immutable;

namespace Orchestrator.Silo.Storage.Sqlite;

internal static class SqliteRows
{
    public static bool ApplyTo(this ImmutableArray<Action<SqliteSession>> rows, SqliteSession session)
    {
        foreach (var row in rows) row(session);
        return true;
    }
}
