using System.Collections.Immutable;

namespace Orchestrator.Silo.Storage.PostgreSql;

/// <summary>Writes a row of one table by its natural key, so that a repeat is harmless.</summary>
internal sealed class Upsert
{
    private readonly string _sql;
    private readonly int _columns;

    /// <param name="key">Columns of the natural key.</param>
    /// <param name="rest">The other columns; a row that is there gets their new values.</param>
    public Upsert(string table, ImmutableArray<string> key, ImmutableArray<string> rest)
    {
        var columns = key.AddRange(rest);
        _columns = columns.Length;
        _sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", Enumerable.Range(1, _columns).Select(i => $"${i}"))}) "
            + $"ON CONFLICT ({string.Join(", ", key)}) DO {(rest.IsEmpty ? "NOTHING" : $"UPDATE SET {string.Join(", ", rest.Select(column => $"{column} = EXCLUDED.{column}"))}")}";
    }

    /// <param name="values">Of the key's columns, then of the others.</param>
    public Statement Of(params object?[] values) =>
        values.Length == _columns ? new Statement(_sql, values) : throw new ArgumentException($"{values.Length} values for {_columns} columns: {_sql}", nameof(values));
}
