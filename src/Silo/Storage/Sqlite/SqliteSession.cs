using Microsoft.Data.Sqlite;

namespace Orchestrator.Silo.Storage.Sqlite;

/// <summary>A named value of a statement; null is NULL.</summary>
internal readonly record struct Bound(string Name, object? Value);

/// <summary>The writing connection with its prepared statements. Used by one thread only.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>False also after SQLite gave up the transaction by itself (disk full, input/output error).</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Number of rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<Bound> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>First column of the first row; null when there is none.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<Bound> values) => Bind(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<Bound> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var value in values) command.Parameters.Add(new SqliteParameter { ParameterName = value.Name });
            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            // The type is inferred anew: a REAL column takes a number now and the text 'NaN' later.
            var parameter = command.Parameters[i];
            parameter.ResetSqliteType();
            parameter.Value = values[i].Value ?? DBNull.Value;
        }

        return command;
    }
}
